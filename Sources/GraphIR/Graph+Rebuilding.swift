extension Graph {
  /// Returns a graph that is built anew, node by node: `append` sees each node in order, its value in
  /// this graph, the new graph and the operands in it, and returns the value that stands for the node.
  ///
  /// Unlike `rewriting`, nothing is checked but what `append` of a graph checks: placements and types
  /// may change. The mesh, the rank, prepared graphs, outputs and updates are kept.
  package func rebuilt(
    _ append: (_ value: Value, _ node: Node, _ graph: inout Graph, _ operands: [Value])
      throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> Graph {
    var graph = Graph(name: name)
    graph.mesh = mesh
    graph.rank = rank
    graph.prepare = prepare
    var mapped: [Value] = []
    for value in values {
      let operands = self[value].operands.map { mapped[$0.index] }
      mapped.append(try append(value, self[value], &graph, operands))
    }
    for output in outputs { graph.output(output.name, mapped[output.value.index]) }
    for update in updates { graph.update(update.name, mapped[update.value.index]) }
    return graph
  }
}
