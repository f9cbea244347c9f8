import GraphIR

/// A named step from graph to graph.
///
///     let pass = Pass("drop-names", "forgets the names of values") { (graph) throws(Diagnostic) in … }
///
/// A pass builds a new graph (see `Graph.rewriting`) and depends on nothing but the old one. Passes
/// that ask where a value is used ignore dead users, so that none needs another to run before it.
public struct Pass: Sendable {
  /// The spelling in pipelines, a verb phrase in kebab case.
  public let name: String
  /// What it does, in half a line.
  public let summary: String
  /// The options as text spells them, in the order of declaration.
  public let arguments: [Argument]
  /// The transformation; throws where the graph asks for something impossible.
  public let run: @Sendable (Graph) throws(Diagnostic) -> Graph

  /// An option with its value as text.
  public struct Argument: Hashable, Sendable {
    /// The name of the option.
    public let name: String
    /// The value.
    public let value: String

    /// An option with a value.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A pass that runs the closure.
  public init(
    _ name: String, _ summary: String, _ arguments: [Argument] = [],
    run: @escaping @Sendable (Graph) throws(Diagnostic) -> Graph
  ) {
    self.name = name
    self.summary = summary
    self.arguments = arguments
    self.run = run
  }
}

extension Pass: CustomStringConvertible {
  /// The pass as pipelines spell it: `fold-constants{limit=65536}`.
  public var description: String {
    if arguments.isEmpty { return name }
    return name + "{" + arguments.map { "\($0.name)=\($0.value)" }.joined(separator: ",") + "}"
  }
}

extension Graph {
  /// Returns this graph and the prepared ones transformed.
  func mappingAll(_ transform: (Graph) throws(Diagnostic) -> Graph) throws(Diagnostic) -> Graph {
    var result = try transform(self)
    var prepared: [Graph] = []
    for graph in prepare { prepared.append(try transform(graph)) }
    result.prepare = prepared
    return result
  }
}
