/// The elements of a step's operand as [outer, axis, inner], where the middle one stands for some
/// neighbouring axes, and the others are those of the result's box.
struct AxisSpace: Sendable {
  /// The number of elements along the axes, and their distance in the operand.
  let count: Int, stride: Int
  /// `true` iff nothing but the axes lies along the last dimension.
  let isLast: Bool
  /// The other elements of the result's box with their places in the operand, at position 0 along the
  /// axes, and then in the result, at the first position that it has.
  let others: IterationSpace
  /// The positions along the axes that are in the result's box, in order.
  let wanted: [Segment]
  /// The distance of neighbouring positions in the result.
  let resultStride: Int
  /// The number of inner elements that a kernel handles at a time.
  static let blockLength = 512

  /// Neighbouring positions along the axes, with neighbouring places in the result.
  struct Segment: Sendable {
    /// The first position, and its place, counted from the first one in the box.
    let first: Int, place: Int
    /// The number of positions.
    var count: Int
  }

  /// The space of a step with one operand; nil where the axes are not neighbours (up to dimensions
  /// of extent 1).
  init?(_ signature: Signature, axes: [Int]) {
    let (operand, result) = (signature.operands[0], signature.result)
    let extents = operand.type.extents
    let isIn = extents.indices.map { axes.contains($0) }
    let counted = extents.indices.filter { extents[$0] != 1 }
    let first = counted.first { isIn[$0] } ?? extents.count
    let last = counted.last { isIn[$0] } ?? extents.count - 1
    if counted.contains(where: { $0 >= first && $0 <= last && !isIn[$0] }) { return nil }
    count = first <= last ? extents[first...last].reduce(1, *) : 1
    let strides = Extents.strides(operand.extents)
    stride = last < 0 ? 1 : strides[last]
    isLast = first <= last && extents[(last + 1)...].allSatisfy { $0 == 1 }

    var (box, start) = (result.box, result.box)
    for axis in axes {
      box[axis] = 0..<1
      start[axis] = result.box[axis].lowerBound..<result.box[axis].lowerBound + 1
    }
    others = IterationSpace(
      box.extents, [strides, Extents.strides(result.extents)],
      starts: [operand.box.offset(of: box), result.box.offset(of: start)])
    let resultStrides = Extents.strides(result.extents)
    resultStride = last < 0 ? 1 : resultStrides[last]
    wanted = Self.segments(
      first <= last ? Array(first...last) : [], of: result, extents, resultStrides, resultStride)
  }

  /// Returns the segments of the result's box along some dimensions.
  private static func segments(
    _ dimensions: [Int], of result: Signature.Part, _ extents: [Int], _ strides: [Int],
    _ stride: Int
  ) -> [Segment] {
    let counts = dimensions.map { extents[$0] }
    let box = Region(dimensions.map { result.box[$0] })
    if box.count == counts.reduce(1, *) { return [Segment(first: 0, place: 0, count: box.count)] }
    let space = IterationSpace(
      box.extents, [Extents.strides(counts), dimensions.map { strides[$0] }],
      starts: [Region(whole: counts).offset(of: box), 0])
    var segments: [Segment] = []
    space.forEachRow(0..<space.rowCount) { _, offsets in
      for i in 0..<space.rowLength {
        let (position, place) = (
          offsets[0] + i * space.rowStride(0), offsets[1] + i * space.rowStride(1)
        )
        if let last = segments.last, position == last.first + last.count,
          place == last.place + last.count * stride
        {
          segments[segments.count - 1].count += 1
        } else {
          segments.append(Segment(first: position, place: place, count: 1))
        }
      }
    }
    return segments
  }

  /// `true` iff the result's box has all positions along the axes.
  var isWhole: Bool { wanted[0].count == count }

  /// Calls `body` with each position along the axes, and its place if it is in the result's box.
  @inline(__always)
  func forEachPosition(_ body: (_ position: Int, _ place: Int?) -> Void) {
    var next = 0
    for segment in wanted {
      for position in next..<segment.first { body(position, nil) }
      next = segment.first + segment.count
      for i in 0..<segment.count {
        body(segment.first + i, segment.place + i * resultStride)
      }
    }
    for position in next..<count { body(position, nil) }
  }

  /// Calls `body` for each run of at most `blockLength` elements, with the offsets of the first one
  /// in the operand and in the result, on any thread; where neighbours are apart, for each element.
  func forEachBlock(
    _ pool: ThreadPool,
    _ body: (_ start: Int, _ result: Int, _ length: Int, _ thread: Int) -> Void
  ) {
    let (length, steps) = (others.rowLength, (others.rowStride(0), others.rowStride(1)))
    let longest = steps == (1, 1) ? Self.blockLength : 1
    let blocks = (length + longest - 1) / longest
    pool.parallel(
      others.rowCount * blocks, grain: max(1, 4096 / (count * min(length, longest)))
    ) { range, thread in
      let rows = range.lowerBound / blocks..<(range.upperBound - 1) / blocks + 1
      others.forEachRow(rows) { row, offsets in
        let first = max(range.lowerBound - row * blocks, 0)
        for block in first..<min(range.upperBound - row * blocks, blocks) {
          let start = block * longest
          body(
            offsets[0] + start * steps.0, offsets[1] + start * steps.1,
            min(length - start, longest), thread)
        }
      }
    }
  }
}
