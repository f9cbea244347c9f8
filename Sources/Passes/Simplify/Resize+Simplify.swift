import GraphIR

/// - To the same extents, nearest or linear → x: each result lies at a cell, and cells of weight 0
///   are not read.
///
/// A cubic one stays: the weight of the neighbours may be a rounding error instead of 0.
extension Resize: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let isIdentity =
      rewriter.graph[node.operands[0]].type == node.type && scales.allSatisfy { $0.value == 1 }
    return isIdentity && mode != .cubic && coordinates != .cropAndResize
      ? node.operands[0] : nil
  }
}
