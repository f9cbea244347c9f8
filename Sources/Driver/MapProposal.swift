/// Rules that give the tensors of a file the names of a model's parameters.
///
/// First prefixes: of all rules that turn a tensor's name into that of a parameter with its
/// extents, the one that makes most names fit is taken, again and again. What then is left is
/// paired in order, layer by layer, where leaf names and extents are equal.
struct MapProposal: CustomStringConvertible {
  /// A name with the extents that go with it.
  typealias Entry = (name: String, extents: [Int])

  private let map: NameMap
  private let fitting: Int
  private let count: Int

  /// Looks for rules; nil where none makes more names fit.
  init?(parameters: [Entry], tensors: [Entry]) {
    var rules: [NameMap.Rule] = []
    var fits = Self.fits(parameters, tensors, rules)
    while let rule = Self.best(parameters, tensors, rules) {
      rules = Self.ordered(rules + [rule])
      fits = Self.fits(parameters, tensors, rules)
    }
    let layers = Self.ordered(rules + Self.layers(parameters, tensors, rules))
    let paired = Self.fits(parameters, tensors, layers)
    if paired > fits { (rules, fits) = (layers, paired) }
    if rules.isEmpty { return nil }
    (map, fitting, count) = (NameMap(rules), fits, parameters.count)
  }

  /// The option, and what it achieves.
  var description: String {
    "proposal: with --map '\(map)' \(fitting) of \(count) parameters fit"
  }

  /// Returns the rules with longer prefixes first, since the first that fits is applied.
  private static func ordered(_ rules: [NameMap.Rule]) -> [NameMap.Rule] {
    rules.sorted { ($1.from.utf8.count, $0.from) < ($0.from.utf8.count, $1.from) }
  }

  /// Returns how many parameters have a tensor of their extents under some rules.
  private static func fits(_ parameters: [Entry], _ tensors: [Entry], _ rules: [NameMap.Rule])
    -> Int
  {
    let map = NameMap(rules)
    let found = Dictionary(
      tensors.map { (map.apply($0.name), $0.extents) }, uniquingKeysWith: { first, _ in first })
    return parameters.count { found[$0.name] == $0.extents }
  }

  /// Returns the entries of a list whose names the other does not have with these extents.
  private static func left(_ entries: [Entry], without others: [Entry]) -> [Entry] {
    let known = Dictionary(
      others.map { ($0.name, $0.extents) }, uniquingKeysWith: { first, _ in first })
    return entries.filter { known[$0.name] != $0.extents }
  }

  /// Returns the rule that makes most further names fit; nil where none does.
  private static func best(_ parameters: [Entry], _ tensors: [Entry], _ rules: [NameMap.Rule])
    -> NameMap.Rule?
  {
    let map = NameMap(rules)
    let renamed = tensors.map { (name: map.apply($0.name), extents: $0.extents) }
    let missing = left(parameters, without: renamed)
    let taken = Set(rules.map(\.from))
    var candidates: [String: NameMap.Rule] = [:]
    for (tensor, new) in zip(tensors, renamed)
    where !parameters.contains(where: { $0.name == new.name && $0.extents == new.extents }) {
      for parameter in missing where parameter.extents == tensor.extents {
        for rule in prefixes(tensor.name, parameter.name) where !taken.contains(rule.from) {
          candidates["\(rule.from)=\(rule.to)"] = rule
        }
      }
    }
    var (best, most): (NameMap.Rule?, Int) = (nil, fits(parameters, tensors, rules))
    // Of equal ones the shortest says the most.
    let order = candidates.keys.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    for key in order.prefix(maxCandidates) {
      guard let rule = candidates[key] else { continue }
      let count = fits(parameters, tensors, ordered(rules + [rule]))
      if count > most { (best, most) = (rule, count) }
    }
    return best
  }

  /// The most rules that are tried in one round.
  private static let maxCandidates = 2000

  /// Returns the rules that turn one name into another and keep at least the last part: with the
  /// longest common end, first whole parts of it, then one part less, and so on.
  private static func prefixes(_ from: String, _ to: String) -> [NameMap.Rule] {
    let (a, b) = (from.split(separator: "."), to.split(separator: "."))
    var rules: [NameMap.Rule] = []
    var common = 0
    while common < min(a.count, b.count), a[a.count - 1 - common] == b[b.count - 1 - common] {
      common += 1
      let (left, right) = (a.dropLast(common), b.dropLast(common))
      rules.append(
        (left.map { "\($0)." }.joined(), right.map { "\($0)." }.joined()))
    }
    return rules
  }

  /// A layer: the names of its tensors without the last part, and what they are.
  private struct Layer {
    /// What stands in front of the leaves.
    let path: String
    /// The leaves with their extents.
    var leaves: [String: [Int]]
  }

  /// Returns rules for the layers of a file that are left, each for the first layer left of the
  /// model that has the same leaves.
  private static func layers(_ parameters: [Entry], _ tensors: [Entry], _ rules: [NameMap.Rule])
    -> [NameMap.Rule]
  {
    let map = NameMap(rules)
    let renamed = tensors.map { (name: map.apply($0.name), extents: $0.extents) }
    let missing = grouped(left(parameters, without: renamed))
    let spare = Set(left(renamed, without: parameters).map(\.name))
    var open = grouped(tensors.filter { spare.contains(map.apply($0.name)) })
      .sorted { naturalKey($0.path).lexicographicallyPrecedes(naturalKey($1.path), by: <) }
    var result: [NameMap.Rule] = []
    for layer in missing {
      guard let position = open.firstIndex(where: { $0.leaves == layer.leaves }) else { continue }
      result.append((open.remove(at: position).path, layer.path))
    }
    return result
  }

  /// Returns entries by layer, in the order of their first tensors.
  private static func grouped(_ entries: [Entry]) -> [Layer] {
    var (layers, positions): ([Layer], [String: Int]) = ([], [:])
    for entry in entries {
      let parts = entry.name.split(separator: ".", omittingEmptySubsequences: false)
      let path = parts.dropLast().map { "\($0)." }.joined()
      let leaf = String(parts.last ?? "")
      if let position = positions[path] {
        layers[position].leaves[leaf] = entry.extents
      } else {
        positions[path] = layers.count
        layers.append(Layer(path: path, leaves: [leaf: entry.extents]))
      }
    }
    return layers
  }

  /// Returns the parts of a path such that numbers compare by value: files are sorted by spelling.
  private static func naturalKey(_ path: String) -> [String] {
    path.split(separator: ".").map { part in
      guard part.allSatisfy(\.isNumber) else { return String(part) }
      return String(repeating: "0", count: max(12 - part.count, 0)) + part
    }
  }
}
