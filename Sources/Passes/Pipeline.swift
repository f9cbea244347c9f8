import GraphIR

/// A list of passes, run one after the other.
public struct Pipeline: Sendable {
  /// The passes in order.
  public let passes: [Pass]

  /// The given passes.
  public init(_ passes: [Pass]) { self.passes = passes }

  /// The pipeline that text spells: `'a,b{x=1,y=2},c'`; empty text is the empty pipeline.
  ///
  /// Throws where the text is not of this form, or names an unknown pass or option.
  public init(parsing text: String) throws(Diagnostic) {
    var parser = PipelineParser(text)
    passes = try parser.passes()
  }
}

extension Pipeline: CustomStringConvertible {
  /// The pipeline as text, which parses back.
  public var description: String { passes.map(\.description).joined(separator: ",") }
}

/// Reads pipelines from text.
private struct PipelineParser {
  private let text: String
  private var rest: Substring

  init(_ text: String) {
    self.text = text
    rest = Substring(text.filter { !$0.isWhitespace })
  }

  mutating func passes() throws(Diagnostic) -> [Pass] {
    var passes: [Pass] = []
    if rest.isEmpty { return passes }
    repeat {
      let name = try word("the name of a pass")
      passes.append(try AllPasses.make(name, options: take("{") ? try options() : []))
    } while take(",")
    if !rest.isEmpty { throw unexpected("',' or the end") }
    return passes
  }

  private mutating func options() throws(Diagnostic) -> [(String, String)] {
    var options: [(String, String)] = []
    if take("}") { return options }
    repeat {
      let name = try word("the name of an option")
      if !take("=") { throw unexpected("'=' behind '\(name)'") }
      options.append((name, try word("the value of '\(name)'")))
    } while take(",")
    if !take("}") { throw unexpected("',' or '}'") }
    return options
  }

  private mutating func take(_ mark: Character) -> Bool {
    if rest.first != mark { return false }
    rest.removeFirst()
    return true
  }

  private mutating func word(_ expected: String) throws(Diagnostic) -> String {
    let word = rest.prefix { !",{}=".contains($0) }
    if word.isEmpty { throw unexpected(expected) }
    rest.removeFirst(word.count)
    return String(word)
  }

  private func unexpected(_ expected: String) -> Diagnostic {
    let found = rest.isEmpty ? "the end" : "'\(rest)'"
    return Diagnostic("pipeline '\(text)': found \(found), expected \(expected)")
  }
}
