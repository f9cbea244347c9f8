/// Evenly spaced elements of each dimension.
///
///     %y = slice(%x) {start = [0, 7], count = [2, 4], step = [1, -2]} : f32[2, 4]
///
/// y[i] = x[start + i·step]; a negative step runs backward.
///
/// - C1: start, count and step have an entry for each dimension.
/// - C2: no step is 0 and no count negative.
/// - C3: the first and the last element that are taken exist.
public struct Slice: Op {
  public static let mnemonic = "slice"
  /// The coordinate of the first element along each dimension.
  public let start: [Int]
  /// The number of elements along each dimension.
  public let count: [Int]
  /// The distance between neighbours along each dimension.
  public let step: [Int]

  /// A slice of `count` elements from `start` on.
  public init(start: [Int], count: [Int], step: [Int]) {
    self.start = start
    self.count = count
    self.step = step
  }

  public static func plain(rank: Int) -> Slice {
    Slice(
      start: .init(repeating: 0, count: rank), count: .init(repeating: 0, count: rank),
      step: .init(repeating: 1, count: rank))
  }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try require(
      start.count == x.rank && count.count == x.rank && step.count == x.rank,
      "C1: start \(start), count \(count) and step \(step) do not fit the \(x.rank) dimensions "
        + "of \(x)")
    try require(
      count.allSatisfy { $0 >= 0 } && !step.contains(0),
      "C2: count \(count) has a negative entry or step \(step) a zero")
    for dimension in 0..<x.rank where count[dimension] > 0 {
      let extent = x.extents[dimension]
      // The distance has overflowed only where the slice leaves the tensor.
      let (distance, overflows) = step[dimension].multipliedReportingOverflow(
        by: count[dimension] - 1)
      let (last, wraps) = start[dimension].addingReportingOverflow(distance)
      try require(
        !overflows && !wraps && (0..<extent).contains(start[dimension])
          && (0..<extent).contains(last),
        "C3: \(count[dimension]) elements from \(start[dimension]) by \(step[dimension]) leave "
          + "dimension \(dimension) of extent \(extent)")
    }
    return TensorType(x.elementType, count)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    if part.isEmpty { return [.empty(rank: part.rank)] }
    return [
      Region(
        part.bounds.indices.map { dimension in
          let first = source(part[dimension].lowerBound, dimension)
          let last = source(part[dimension].upperBound - 1, dimension)
          return min(first, last)..<max(first, last) + 1
        })
    ]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    let tables = part.bounds.indices.map { dimension in
      part.isEmpty ? [] : x.layout.table(dimension, part[dimension].map { source($0, dimension) })
    }
    return x.taking(tables, extents: part.extents)
  }

  /// Returns the operand's coordinate for a coordinate of the result.
  private func source(_ index: Int, _ dimension: Int) -> Int {
    start[dimension] + index * step[dimension]
  }
}
