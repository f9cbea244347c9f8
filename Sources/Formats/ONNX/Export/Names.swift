/// The names that are taken in a file or a function.
final class Names {
  private var taken: Set<String> = []

  /// No name is taken.
  init() {}

  /// Takes a name; `false` where it was taken before.
  func take(_ name: String) -> Bool { taken.insert(name).inserted }

  /// Takes a name, with a number behind it where it was taken before, and returns it.
  func fresh(_ base: String) -> String {
    var (name, count) = (base, 0)
    while !take(name) {
      count += 1
      name = "\(base)_\(count)"
    }
    return name
  }
}
