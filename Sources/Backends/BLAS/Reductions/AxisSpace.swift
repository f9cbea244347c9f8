/// A dense tensor as [outer, axis, inner], where the middle one stands for some neighbouring axes.
struct AxisSpace: Sendable {
  /// The number of elements before, along and behind the axes.
  let outer: Int, count: Int, inner: Int
  /// The number of inner elements that a kernel handles at a time.
  static let blockLength = 512

  /// The space of a step's operand; nil where it is not whole or the axes are not neighbours (up to
  /// dimensions of extent 1).
  init?(_ part: Signature.Part, axes: [Int]) {
    guard part.isWhole else { return nil }
    let extents = part.extents
    let isIn = extents.indices.map { axes.contains($0) }
    let counted = extents.indices.filter { extents[$0] != 1 }
    let first = counted.first { isIn[$0] } ?? extents.count
    let last = counted.last { isIn[$0] } ?? extents.count - 1
    if counted.contains(where: { $0 >= first && $0 <= last && !isIn[$0] }) { return nil }
    outer = extents[..<first].reduce(1, *)
    count = first <= last ? extents[first...last].reduce(1, *) : 1
    inner = extents[(last + 1)...].reduce(1, *)
  }

  /// Calls `body` for each run of at most `blockLength` inner elements, with the offset of its first
  /// element at the first position along the axis, on any thread.
  func forEachBlock(
    _ pool: ThreadPool,
    _ body: (_ start: Int, _ result: Int, _ length: Int, _ thread: Int) -> Void
  ) {
    let blocks = (inner + Self.blockLength - 1) / Self.blockLength
    pool.parallel(outer * blocks, grain: max(1, 4096 / (count * min(inner, Self.blockLength)))) {
      range, thread in
      for item in range {
        let first = item % blocks * Self.blockLength
        body(
          item / blocks * count * inner + first, item / blocks * inner + first,
          min(inner - first, Self.blockLength), thread)
      }
    }
  }
}
