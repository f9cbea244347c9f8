import GraphIR

/// All passes that a pipeline can name.
public enum AllPasses {
  /// The list; a new pass adds a line.
  public static let list: [Entry] = [
    Entry(.simplify),
    Entry(.foldConstants()) { (options) throws(Diagnostic) in
      .foldConstants(limit: try options.integer("limit", atLeast: 1))
    },
    Entry(.commonSubexpressions),
    Entry(.eliminateDeadCode),
    Entry(.foldNorms),
    Entry(.hoistParameters),
    Entry(.fuseEpilogues),
    Entry(.fusePointwise),
    Entry(.partition()) { (options) throws(Diagnostic) in .partition(try MeshRequest(options)) },
    Entry(.expandReductions),
    Entry(.insertHalos()) { (options) throws(Diagnostic) in
      .insertHalos(allowGather: try options.choice("allow-gather", ["no", "yes"]) == "yes")
    },
    Entry(.mergeExchanges),
    Entry(.widenHalos()) { (options) throws(Diagnostic) in
      var machine = Machine.builtIn
      machine.messageLatency = Double(try options.integer("latency", atLeast: 0)) * 1e-6
      return .widenHalos(machine)
    },
    Entry(.overlapExchanges),
  ]

  /// A pass as text can make it.
  public struct Entry: Sendable {
    /// The pass with all options left out.
    public let plain: Pass
    /// Makes the pass with the given options.
    let make: @Sendable (PassOptions) throws(Diagnostic) -> Pass

    /// A pass without options.
    init(_ pass: Pass) { self.init(pass) { (_) throws(Diagnostic) in pass } }

    /// A pass whose options are those of `plain`.
    init(_ plain: Pass, make: @escaping @Sendable (PassOptions) throws(Diagnostic) -> Pass) {
      self.plain = plain
      self.make = make
    }
  }

  /// Returns the pass of a name with the given options; throws where the name, an option or a value
  /// is unknown.
  public static func make(_ name: String, options: [(String, String)] = []) throws(Diagnostic)
    -> Pass
  {
    guard let entry = list.first(where: { $0.plain.name == name }) else {
      throw Diagnostic(
        "unknown pass '\(name)'" + suggestion(for: name, among: list.map(\.plain.name)))
    }
    var arguments = entry.plain.arguments
    var given: [String] = []
    for (option, value) in options {
      guard let index = arguments.firstIndex(where: { $0.name == option }) else {
        let known = arguments.isEmpty ? "none" : arguments.map(\.name).joined(separator: ", ")
        throw Diagnostic("\(name): unknown option '\(option)', expected \(known)")
      }
      if given.contains(option) {
        throw Diagnostic("\(name): option '\(option)' is given twice")
      }
      given.append(option)
      arguments[index] = Pass.Argument(option, value)
    }
    return try entry.make(PassOptions(pass: name, arguments: arguments))
  }

  /// Returns `, did you mean 'x'?` for the nearest word, where one is near.
  private static func suggestion(for word: String, among words: [String]) -> String {
    let near = words.map { ($0, editDistance($0, word)) }.min { $0.1 < $1.1 }
    guard let near, near.1 <= max(2, word.count / 3) else {
      return ", expected one of \(words.joined(separator: ", "))"
    }
    return ", did you mean '\(near.0)'?"
  }
}

/// The options of a pass: those in text and the plain ones.
struct PassOptions {
  /// The name of the pass.
  let pass: String
  /// A value for each option.
  let arguments: [Pass.Argument]

  /// Returns the value of an integer option; throws where the text is not one in range.
  ///
  /// - Requires: the pass declares the option.
  func integer(_ name: String, atLeast minimum: Int) throws(Diagnostic) -> Int {
    let text = text(name)
    guard let value = Int(text), value >= minimum else {
      throw Diagnostic(
        "\(pass): option '\(name)' is '\(text)', expected an integer of at least \(minimum)")
    }
    return value
  }

  /// Returns the text of an option.
  ///
  /// - Requires: the pass declares the option.
  func text(_ name: String) -> String {
    guard let text = arguments.first(where: { $0.name == name })?.value else {
      preconditionFailure("pass '\(pass)' declares no option '\(name)'")
    }
    return text
  }

  /// Returns the text of an option that has few values; throws where it is none of them.
  func choice(_ name: String, _ values: [String]) throws(Diagnostic) -> String {
    let text = text(name)
    if values.contains(text) { return text }
    throw Diagnostic(
      "\(pass): option '\(name)' is '\(text)', expected \(values.joined(separator: " or "))")
  }
}

extension MeshRequest {
  /// The mesh of the options `mesh`, `cuts` and `anchor` of a pass.
  init(_ options: PassOptions) throws(Diagnostic) {
    try self.init(parsing: options.text("mesh"))
    let cuts = options.text("cuts")
    if cuts != "even" {
      for part in cuts.split(separator: "/") { self.cuts.append(try Cuts(parsing: String(part))) }
    }
    let anchor = options.text("anchor")
    self.anchor = anchor == "largest" ? "" : anchor
  }
}
