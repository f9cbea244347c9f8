import NDArrays

/// An array of a file that holds several.
public struct NamedArray: Hashable, Sendable {
  /// The name in the file.
  public let name: String
  /// The elements.
  public let array: NDArray

  /// An array with its name.
  public init(name: String, array: NDArray) {
    self.name = name
    self.array = array
  }

  /// Returns the first name that two arrays have; nil where there is none.
  static func duplicate(in names: some Sequence<String>) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
  }
}
