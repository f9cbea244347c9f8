import GraphIR

/// - To the same extents and axes → x.
/// - A broadcast of a broadcast → one broadcast.
/// - A broadcast of a reshape that only inserts dimensions of extent 1 → without the reshape.
extension Broadcast: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let x = rewriter.graph[node.operands[0]]
    if x.type == node.type && axes == Array(axes.indices) { return node.operands[0] }
    let inner: [Int]?
    switch x.op {
    case let broadcast as Broadcast: inner = broadcast.axes
    case is Reshape:
      inner = Self.positions(of: rewriter.graph[x.operands[0]].type.extents, in: x.type.extents)
    default: inner = nil
    }
    guard let inner else { return nil }
    return try rewriter.replace(
      with: Broadcast(extents: extents, axes: inner.map { axes[$0] }), x.operands)
  }

  /// Returns where the given extents are among others that differ by inserted ones only.
  private static func positions(of extents: [Int], in others: [Int]) -> [Int]? {
    var positions: [Int] = []
    for (dimension, extent) in others.enumerated() {
      if positions.count < extents.count && extents[positions.count] == extent {
        positions.append(dimension)
      } else if extent != 1 {
        return nil
      }
    }
    return positions.count == extents.count ? positions : nil
  }
}
