import Formats

/// Rules that rewrite the names in a weights file: `from=to`, separated by commas, on prefixes.
struct NameMap {
  /// A prefix and what takes its place.
  typealias Rule = (from: String, to: String)

  private let rules: [Rule]

  /// The given rules.
  init(_ rules: [Rule]) { self.rules = rules }

  /// The rules of a `--map` argument.
  init(_ text: String) throws(Failure) {
    var rules: [Rule] = []
    for rule in text.split(separator: ",") {
      let sides = rule.split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2 else {
        throw Failure("--map: rule '\(rule)' is not of the form from=to")
      }
      rules.append((String(sides[0]), String(sides[1])))
    }
    self.rules = rules
  }

  /// Throws where rules are given, but no file whose names they rewrite.
  static func requireFile(_ options: CompileOptions) throws(Failure) {
    if options.map != nil && options.weights == nil {
      throw Failure("--map renames the tensors of a weights file; add --weights FILE")
    }
  }

  /// Returns the tensors under their new names; the first rule whose prefix fits applies.
  func apply(_ tensors: [NamedArray]) -> [NamedArray] {
    tensors.map { NamedArray(name: apply($0.name), array: $0.array) }
  }

  /// Returns the rules that are for none of some names, as `--map` spells them.
  func idleRules(_ names: [String]) -> [String] {
    rules.filter { rule in !names.contains { $0.hasPrefix(rule.from) } }
      .map { "\($0.from)=\($0.to)" }
  }

  /// Returns the new name of a tensor.
  func apply(_ name: String) -> String {
    for rule in rules where name.hasPrefix(rule.from) {
      return rule.to + name.dropFirst(rule.from.count)
    }
    return name
  }
}

extension NameMap: CustomStringConvertible {
  /// The rules as `--map` spells them.
  var description: String { rules.map { "\($0.from)=\($0.to)" }.joined(separator: ",") }
}

extension NamedArray {
  /// `true` iff this is the number of batches that a batch normalization of PyTorch has seen, which
  /// no inference needs.
  var isCounter: Bool { name.hasSuffix("num_batches_tracked") && array.extents.isEmpty }
}
