import GraphIR

/// - Without cells → x.
/// - A pad of a pad with the same constant → one pad.
extension Pad: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    if edges.allSatisfy({ $0 == .none }) && interior.allSatisfy({ $0 == 0 }) {
      return node.operands[0]
    }
    let x = rewriter.graph[node.operands[0]]
    guard let inner = x.op as? Pad, isPlainConstant, inner.isPlainConstant, inner.value == value
    else { return nil }
    var sum: [Edges] = []
    for (first, second) in zip(inner.edges, edges) {
      guard let edges = first.followed(by: second) else { return nil }
      sum.append(edges)
    }
    let pad = Pad(edges: sum, interior: interior, value: value)
    // The sum may be more than a pad can have.
    guard (try? pad.resultType(x.operands.map { rewriter.graph[$0].type })) == node.type else {
      return nil
    }
    return try rewriter.replace(with: pad, x.operands)
  }

  /// `true` iff cells with a constant are added at the border only.
  var isPlainConstant: Bool { mode == .constant && interior.allSatisfy { $0 == 0 } }
}

extension Edges {
  /// Returns the cells that both add together, the given ones outside of these; nil where cells that
  /// were cut off would come back with another value.
  func followed(by outer: Edges) -> Edges? {
    let isSum = (low >= 0 || outer.low <= 0) && (high >= 0 || outer.high <= 0)
    return isSum ? Edges(low + outer.low, high + outer.high) : nil
  }
}
