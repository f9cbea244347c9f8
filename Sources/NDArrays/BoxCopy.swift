/// The copy of a box between two places that hold larger boxes, row by row.
public struct BoxCopy: Sendable {
  /// The number of bytes that lie together in both places.
  public let rowByteCount: Int
  /// The number of rows.
  public let rowCount: Int
  /// The offset in bytes of the first row in the source and in the target.
  package let start: (source: Int, target: Int)
  /// The dimensions of the rows, outermost first, at least one.
  package let levels: [Level]

  /// A number of rows that are equally far apart.
  package struct Level: Sendable {
    /// The number of rows.
    package var count: Int
    /// The distance in bytes between neighbours in the source and in the target.
    package var source, target: Int
  }

  /// The copy of `box` out of memory that holds the box `source` into memory that holds the box
  /// `target`, both in row-major order.
  ///
  /// - Requires: both contain `box`.
  public init(_ box: Region, from source: Region, to target: Region, elementByteCount: Int) {
    self.init(
      box, from: BoxLayout(source), to: BoxLayout(target), elementByteCount: elementByteCount)
  }

  /// The copy of `box` from one place to another, whose dimensions may lie in other orders.
  ///
  /// - Requires: both contain `box`.
  public init(
    _ box: Region, from source: BoxLayout, to target: BoxLayout, elementByteCount: Int
  ) {
    guard !box.isEmpty else {
      (rowByteCount, rowCount, start, levels) = (
        0, 0, (0, 0), [Level(count: 0, source: 0, target: 0)]
      )
      return
    }
    let (sourceStrides, targetStrides) = (source.strides, target.strides)
    var start = (source: 0, target: 0)
    for dimension in 0..<box.rank {
      let lower = box[dimension].lowerBound
      start.source += (lower - source.box[dimension].lowerBound) * sourceStrides[dimension]
      start.target += (lower - target.box[dimension].lowerBound) * targetStrides[dimension]
    }
    // As the target lies, so that writes go forward; what lies together in both becomes one level.
    var levels: [Level] = []
    for dimension in target.order where box[dimension].count > 1 {
      let level = Level(
        count: box[dimension].count, source: sourceStrides[dimension],
        target: targetStrides[dimension])
      if let outer = levels.last, outer.source == level.count * level.source,
        outer.target == level.count * level.target
      {
        levels[levels.count - 1] = Level(
          count: outer.count * level.count, source: level.source, target: level.target)
      } else {
        levels.append(level)
      }
    }
    var rowLength = 1
    if let inner = levels.last, inner.source == 1, inner.target == 1 {
      rowLength = inner.count
      levels.removeLast()
    }
    self.start = (start.source * elementByteCount, start.target * elementByteCount)
    self.levels =
      levels.isEmpty
      ? [Level(count: 1, source: 0, target: 0)]
      : levels.map {
        Level(
          count: $0.count, source: $0.source * elementByteCount,
          target: $0.target * elementByteCount)
      }
    rowByteCount = rowLength * elementByteCount
    rowCount = levels.reduce(1) { $0 * $1.count }
  }

  /// The number of bytes that are copied.
  public var byteCount: Int { rowByteCount * rowCount }

  /// Copies all rows.
  public func run(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer) {
    run(0..<rowCount, source, target)
  }

  /// Copies some of the rows.
  public func run(
    _ rows: Range<Int>, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    let inner = levels[levels.count - 1]
    var row = rows.lowerBound
    while row < rows.upperBound {
      let count = min(inner.count - row % inner.count, rows.upperBound - row)
      let offset = offset(of: row)
      copyRows(count, inner, source + offset.source, target + offset.target)
      row += count
    }
  }

  /// Copies some of the bytes, counted through all rows.
  public func run(
    bytes: Range<Int>, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    if bytes.isEmpty { return }
    func copyPart(_ row: Int, _ part: Range<Int>) {
      let offset = offset(of: row)
      (target + offset.target + part.lowerBound).copyMemory(
        from: source + offset.source + part.lowerBound, byteCount: part.count)
    }
    let (first, head) = bytes.lowerBound.quotientAndRemainder(dividingBy: rowByteCount)
    let (last, tail) = bytes.upperBound.quotientAndRemainder(dividingBy: rowByteCount)
    if first == last { return copyPart(first, head..<tail) }
    if head > 0 { copyPart(first, head..<rowByteCount) }
    run((head > 0 ? first + 1 : first)..<last, source, target)
    if tail > 0 { copyPart(last, 0..<tail) }
  }

  private func offset(of row: Int) -> (source: Int, target: Int) {
    var (rest, offset) = (row, start)
    for level in levels.reversed() {
      let (outer, index) = rest.quotientAndRemainder(dividingBy: level.count)
      offset.source += index * level.source
      offset.target += index * level.target
      rest = outer
    }
    return offset
  }

  /// Copies neighbouring rows; those of one element or two without a call for each.
  private func copyRows(
    _ count: Int, _ level: Level, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    func copy<T: BitwiseCopyable>(_: T.Type) {
      for row in 0..<count {
        let element = (source + row * level.source).loadUnaligned(as: T.self)
        (target + row * level.target).storeBytes(of: element, as: T.self)
      }
    }
    switch rowByteCount {
    case 1: copy(UInt8.self)
    case 2: copy(UInt16.self)
    case 4: copy(UInt32.self)
    case 8: copy(UInt64.self)
    default:
      for row in 0..<count {
        (target + row * level.target).copyMemory(
          from: source + row * level.source, byteCount: rowByteCount)
      }
    }
  }
}
