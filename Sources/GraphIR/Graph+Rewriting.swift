/// A graph that is being rebuilt from another one, node by node.
public struct Rewriter {
  /// The graph that is rebuilt.
  public let source: Graph
  /// The new graph, with all nodes that were visited so far.
  public private(set) var graph: Graph
  /// The node that is being visited, with operands in the new graph.
  private var current: Node?
  private var mapped: [Value] = []

  fileprivate init(_ source: Graph) {
    self.source = source
    graph = Graph(name: source.name)
    graph.mesh = source.mesh
    graph.rank = source.rank
    graph.prepare = source.prepare
  }

  /// Returns the new value of a value of `source`.
  ///
  /// - Requires: its node was visited.
  public subscript(value: Value) -> Value { mapped[value.index] }

  /// Adds a helper node and returns its result; its site is that of the visited node unless given.
  public mutating func append(
    _ op: any Op, _ operands: [Value] = [], name: String? = nil, at site: Site? = nil,
    placement: Placement? = nil
  ) throws(Diagnostic) -> Value {
    try graph.append(op, operands, name: name, at: site ?? current?.site, placement: placement)
  }

  /// Adds the node that stands in for the visited one: it takes the name, the site and the
  /// placement; returns its result.
  public mutating func replace(with op: any Op, _ operands: [Value] = []) throws(Diagnostic)
    -> Value
  {
    try graph.append(
      op, operands, name: current?.name, at: current?.site, placement: current?.placement)
  }

  fileprivate mutating func visit(
    _ value: Value,
    _ replacement: (Value, Node, inout Rewriter) throws(Diagnostic) -> Value?
  ) throws(Diagnostic) {
    let old = source[value]
    let node = Node(
      op: old.op, operands: old.operands.map { self[$0] }, type: old.type, name: old.name,
      site: old.site, placement: old.placement)
    current = node
    if let new = try replacement(value, node, &self), graph[new].placement == node.placement {
      guard graph[new].type == node.type else {
        throw Diagnostic(
          "\(AllOps.spelling(node.op)): was replaced by a value of type \(graph[new].type), "
            + "expected \(node.type)", at: node.site)
      }
      mapped.append(new)
    } else {
      mapped.append(try replace(with: node.op, node.operands))
    }
  }

  fileprivate mutating func finish() {
    for output in source.outputs { graph.output(output.name, self[output.value]) }
    for update in source.updates { graph.update(update.name, self[update.value]) }
  }
}

extension Graph {
  /// Returns the graph with some nodes replaced.
  ///
  /// `replacement` sees each node in order: its value in this graph, the node with operands that are
  /// already values of the new graph, and the rewriter, to which it may append. It returns the new
  /// value that stands in for the node, or nil to copy the node. Outputs, updates, prepared graphs,
  /// names and sites are kept. A replacement that has another placement is not taken.
  ///
  /// A replaced node is not copied; other nodes stay even where nothing uses them any longer.
  public func rewriting(
    _ replacement: (_ value: Value, _ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic)
      -> Value?
  ) throws(Diagnostic) -> Graph {
    var rewriter = Rewriter(self)
    for value in values { try rewriter.visit(value, replacement) }
    rewriter.finish()
    return rewriter.graph
  }

  /// Returns the graph without the nodes for which `isKept` does not hold.
  ///
  /// - Requires: the operands of a kept node, the outputs and the updates are kept.
  public func keeping(_ isKept: (Value) -> Bool) throws(Diagnostic) -> Graph {
    var graph = Graph(name: name)
    graph.mesh = mesh
    graph.rank = rank
    graph.prepare = prepare
    var mapped = [Value?](repeating: nil, count: nodes.count)
    func new(_ value: Value) -> Value {
      guard let new = mapped[value.index] else {
        preconditionFailure("value \(value.index) of graph '\(name)' is used but not kept")
      }
      return new
    }
    for value in values where isKept(value) {
      let node = self[value]
      mapped[value.index] = try graph.append(
        node.op, node.operands.map(new), name: node.name, at: node.site, placement: node.placement)
    }
    for output in outputs { graph.output(output.name, new(output.value)) }
    for update in updates { graph.update(update.name, new(update.value)) }
    return graph
  }
}
