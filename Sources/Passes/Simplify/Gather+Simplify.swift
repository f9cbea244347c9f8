import GraphIR

/// - At a constant vector of indices → `take`, which reads only what it needs.
extension Gather: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let extent = rewriter.graph[node.operands[0]].type.extents[axis]
    guard let indices = (rewriter.graph[node.operands[1]].op as? Constant)?.value,
      indices.extents.count == 1, indices.elementType != .u64, extent > 0
    else { return nil }
    let values: [Int64] = indices.widened()
    let cells = values.map { min(max(Int($0) + ($0 < 0 ? extent : 0), 0), extent - 1) }
    return try rewriter.replace(with: Take(axis: axis, indices: cells), [node.operands[0]])
  }
}
