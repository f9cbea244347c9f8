/// What `compile --emit` writes instead of a plan.
public enum Emission {
  /// What can be written.
  public enum Kind: String, CaseIterable, Sendable {
    /// The graph after all passes.
    case gir
    /// The graph as the model file traced it.
    case traced

    /// The kind that text spells.
    public init(parsing text: String) throws(Failure) {
      guard let kind = Kind(rawValue: text) else {
        let kinds = Kind.allCases.map(\.rawValue).joined(separator: " or ")
        throw Failure("--emit is '\(text)', expected \(kinds)")
      }
      self = kind
    }
  }

  /// Returns the text of a model.
  public static func text(_ kind: Kind, _ traced: Graph, _ options: CompileOptions) throws(Failure)
    -> String
  {
    let seeded = try failing { () throws(Diagnostic) in try traced.seeded(options.seed ?? 0) }
    switch kind {
    case .traced: return Printer.text(seeded)
    case .gir: return Printer.text(try Compilation.optimized(seeded))
    }
  }

  /// Writes text to a file, or to standard output where no path is given.
  public static func write(_ text: String, to path: String?) throws(Failure) {
    guard let path else { return try StandardStreams.output(text) }
    try failing { () throws(Diagnostic) in try Files.write(text.utf8, to: path) }
  }
}
