import Passes

/// What `compile --emit` writes instead of a plan.
public enum Emission {
  /// What can be written.
  public enum Kind: Hashable, Sendable {
    /// The graph after all passes.
    case gir
    /// The graph as the model file traced it.
    case traced
    /// The graph of one rank after all passes.
    case local(rank: Int)
    /// The graph after all passes as Graphviz draws it.
    case dot
    /// The graph as the model file traced it, as ONNX with its weights.
    case onnx
    /// The graph after all passes, as ONNX with its weights.
    case compiledONNX
    /// A shared object and a header in C.
    case library
    /// The C that a library is built from.
    case c

    /// The kind that text spells.
    public init(parsing text: String) throws(Failure) {
      switch text {
      case "gir": self = .gir
      case "traced": self = .traced
      case "dot": self = .dot
      case "onnx": self = .onnx
      case "onnx:compiled": self = .compiledONNX
      case "library": self = .library
      case "c": self = .c
      default:
        guard text.hasPrefix("local:"), let rank = Int(text.dropFirst("local:".count)) else {
          throw Failure(
            "--emit is '\(text)', expected gir, traced, dot, "
              + "local:RANK, onnx, onnx:compiled, library or c")
        }
        self = .local(rank: rank)
      }
    }
  }

  /// Returns the text of a model.
  public static func text(_ kind: Kind, _ traced: Graph, _ options: CompileOptions) throws(Failure)
    -> String
  {
    let seeded = try failing { () throws(Diagnostic) in try traced.seeded(options.seed ?? 0) }
    if kind == .traced { return Printer.text(seeded) }
    var graph = try Compilation.optimized(
      seeded, for: try Targets.backend(options), threads: options.threads ?? Processors.count)
    if let mesh = options.mesh { graph = try Distribution(of: graph, mesh).graph }
    switch kind {
    case .local(let rank):
      if graph.mesh == nil { throw Failure("--emit local:\(rank) needs a --mesh") }
      let partitioned = graph
      return Printer.text(
        try failing { () throws(Diagnostic) in try partitioned.localized(rank: rank) })
    case .dot: return DotPrinter.text(graph)
    case .gir, .traced, .onnx, .compiledONNX, .library, .c: return Printer.text(graph)
    }
  }

  /// Writes text to a file, or to standard output where no path is given.
  public static func write(_ text: String, to path: String?) throws(Failure) {
    guard let path else { return try StandardStreams.output(text) }
    try failing { () throws(Diagnostic) in try Files.write(text.utf8, to: path) }
  }
}
