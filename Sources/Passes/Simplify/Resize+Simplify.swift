import GraphIR

/// - To the same extents → x: all coordinates are those of cells, and cells of weight 0 are not read.
extension Resize: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let isIdentity =
      rewriter.graph[node.operands[0]].type == node.type && scales.allSatisfy { $0.value == 1 }
    // Sums of weighted cells start at 0, which turns −0 into 0.
    return isIdentity && mode == .nearest ? node.operands[0] : nil
  }
}
