import GraphIR

/// - Of one operand → the operand; empty operands are left out.
/// - Of concatenations along the same axis → one concatenation.
extension Concatenate: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    if node.operands.count == 1 { return node.operands[0] }
    var pieces: [Value] = []
    for operand in node.operands {
      let x = rewriter.graph[operand]
      if let inner = x.op as? Concatenate, inner == self {
        pieces += x.operands
      } else if x.type.extents[axis] > 0 {
        pieces.append(operand)
      }
    }
    if pieces.isEmpty || pieces == node.operands { return nil }
    return try rewriter.replace(with: self, pieces)
  }
}
