import GraphIR

/// - Of everything → x.
/// - A slice of a slice → one slice.
/// - A slice of a concatenation that lies in one operand → a slice of that operand.
extension Slice: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let x = rewriter.graph[node.operands[0]]
    if x.type == node.type && start.allSatisfy({ $0 == 0 }) && step.allSatisfy({ $0 == 1 }) {
      return node.operands[0]
    }
    if node.type.count == 0 { return nil }
    if let inner = x.op as? Slice {
      let slice = Slice(
        start: start.indices.map { inner.start[$0] + inner.step[$0] * start[$0] }, count: count,
        // The step of a single element may be any number.
        step: start.indices.map { count[$0] == 1 ? 1 : inner.step[$0] * step[$0] })
      return try rewriter.replace(with: slice, x.operands)
    }
    if let joined = x.op as? Concatenate {
      return try sliced(x.operands, along: joined.axis, &rewriter)
    }
    return nil
  }

  private func sliced(_ pieces: [Value], along axis: Int, _ rewriter: inout Rewriter)
    throws(Diagnostic) -> Value?
  {
    let ends = [start[axis], start[axis] + (count[axis] - 1) * step[axis]]
    var first = 0
    for piece in pieces {
      let bounds = first..<first + rewriter.graph[piece].type.extents[axis]
      if ends.allSatisfy(bounds.contains) {
        var start = start
        start[axis] -= first
        return try rewriter.replace(with: Slice(start: start, count: count, step: step), [piece])
      }
      first = bounds.upperBound
    }
    return nil
  }
}
