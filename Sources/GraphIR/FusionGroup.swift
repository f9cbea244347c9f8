/// Nodes of a graph that become one `fused` step.
package struct FusionGroup {
  /// The nodes in order; the last one is the result, and the others are used inside only.
  package let members: [Value]

  /// The nodes in order.
  package init(_ members: [Value]) { self.members = members }

  /// Returns the step, and the values of the graph that are its operands: what the members use from
  /// outside, in order of first use.
  ///
  /// Broadcasts and constants of one element are copied into the body instead.
  package func step(in graph: Graph) throws(Diagnostic) -> (op: Fused, operands: [Value]) {
    var body = Body(graph, members)
    for member in members { try body.bind(operandsOf: member) }
    for member in members { try body.append(member) }
    body.graph.output("result", Value(body.graph.nodes.count - 1))
    return (Fused(body: body.graph), body.operands)
  }

  /// Adds the step in place of the result's node and returns the new value; `finish` may rewrite the
  /// op.
  package func emit(
    _ rewriter: inout Rewriter,
    finish: (Fused) throws(Diagnostic) -> Fused = { (op) throws(Diagnostic) in op }
  ) throws(Diagnostic) -> Value {
    let step = try step(in: rewriter.source)
    return try rewriter.replace(
      with: try finish(step.op), step.operands.map { rewriter[$0] })
  }
}

extension FusionGroup {
  /// The body of a fused step while it grows.
  private struct Body {
    let source: Graph
    let members: [Value]
    var graph = Graph(name: Fused.mnemonic)
    /// What becomes the operands of the step.
    var operands: [Value] = []
    private var inside: [Value: Value] = [:]

    init(_ source: Graph, _ members: [Value]) {
      self.source = source
      self.members = members
    }

    /// Makes inputs of what a node uses from outside.
    mutating func bind(operandsOf value: Value) throws(Diagnostic) {
      for operand in source[value].operands where inside[operand] == nil {
        if members.contains(operand) { continue }
        if isCopied(operand) {
          try bind(operandsOf: operand)
        } else {
          let node = source[operand]
          inside[operand] = try graph.append(
            Input(name: "\(operands.count)", type: node.type), name: node.name, at: node.site)
          operands.append(operand)
        }
      }
    }

    /// Adds a node behind its copied operands.
    mutating func append(_ value: Value) throws(Diagnostic) {
      let node = source[value]
      for operand in node.operands where inside[operand] == nil { try append(operand) }
      // All operands are members, bound, or were just copied.
      let operands = node.operands.map { inside[$0]! }
      inside[value] = try graph.append(node.op, operands, name: node.name, at: node.site)
    }

    private func isCopied(_ value: Value) -> Bool {
      let node = source[value]
      return node.op is Broadcast || (node.op is Constant && node.type.count == 1)
    }
  }
}
