import GraphIR

/// - Over axes of extent 1 → without them; over no axes → x.
extension Reduce: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let extents = rewriter.graph[node.operands[0]].type.extents
    let axes = axes.filter { extents[$0] != 1 }
    if axes.isEmpty { return node.operands[0] }
    if axes == self.axes { return nil }
    return try rewriter.replace(with: Reduce(function: function, axes: axes), node.operands)
  }
}

/// - Over axes of extent 1 → without them; over no axes → x.
extension TreeSum: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let extents = rewriter.graph[node.operands[0]].type.extents
    let axes = axes.filter { extents[$0] != 1 }
    if axes.isEmpty { return node.operands[0] }
    if axes == self.axes { return nil }
    return try rewriter.replace(with: TreeSum(axes: axes), node.operands)
  }
}
