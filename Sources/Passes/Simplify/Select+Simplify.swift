import GraphIR

/// - Between equal values → the value.
/// - By a constant that is true (false) everywhere → the first (second) value.
extension Select: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    if node.operands[1] == node.operands[2] { return node.operands[1] }
    return rewriter.graph.repeatedNumber(in: node.operands[0]).map {
      node.operands[$0.value != 0 ? 1 : 2]
    }
  }
}
