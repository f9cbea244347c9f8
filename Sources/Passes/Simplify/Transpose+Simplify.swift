import GraphIR

/// - By the identity → x.
/// - A transpose of a transpose → one transpose.
/// - A transpose of a broadcast → a broadcast along other axes.
extension Transpose: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    if permutation == Array(permutation.indices) { return node.operands[0] }
    let x = rewriter.graph[node.operands[0]]
    if let inner = x.op as? Transpose {
      return try rewriter.replace(
        with: Transpose(permutation: permutation.map { inner.permutation[$0] }), x.operands)
    }
    if let inner = x.op as? Broadcast {
      var position = permutation
      for (result, source) in permutation.enumerated() { position[source] = result }
      return try rewriter.replace(
        with: Broadcast(extents: node.type.extents, axes: inner.axes.map { position[$0] }),
        x.operands)
    }
    return nil
  }
}
