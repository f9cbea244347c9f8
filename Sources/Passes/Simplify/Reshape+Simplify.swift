import GraphIR

/// - To the same extents → x.
/// - A reshape of a reshape → one reshape.
/// - A reshape of a broadcast scalar → the broadcast to the new extents.
extension Reshape: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let x = rewriter.graph[node.operands[0]]
    if x.type == node.type { return node.operands[0] }
    if x.op is Reshape { return try rewriter.replace(with: self, x.operands) }
    if x.op is Broadcast && rewriter.graph[x.operands[0]].type.rank == 0 {
      return try rewriter.replace(with: Broadcast(extents: extents, axes: []), x.operands)
    }
    return nil
  }
}
