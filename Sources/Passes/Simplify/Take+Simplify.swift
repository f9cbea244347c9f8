import GraphIR

/// - Of evenly spaced elements → a slice.
extension Take: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    guard let first = indices.first else { return nil }
    let step = indices.count > 1 ? indices[1] - first : 1
    let isEven = zip(indices, indices.dropFirst()).allSatisfy { $1 - $0 == step }
    if step == 0 || !isEven { return nil }
    let rank = node.type.rank
    var (start, steps) = ([Int](repeating: 0, count: rank), [Int](repeating: 1, count: rank))
    (start[axis], steps[axis]) = (first, step)
    return try rewriter.replace(
      with: Slice(start: start, count: node.type.extents, step: steps), node.operands)
  }
}
