/// A tensor with cells added around it and between its elements, or cut off.
///
///     %y = pad(%x) {edges = [[0, 0], [0, 0], [1, 2]], mode = reflect} : f32[1, 3, 11]
///
/// Along each dimension of extent n, with gap = interior + 1 and q = j − edges.low:
/// - constant: y[j] = x[q / gap] where gap divides q and 0 ≤ q / gap < n, else the value
/// - replicate: y[j] = x[clamp(q, 0, n − 1)]
/// - reflect: y[j] = x[n − 1 − |n − 1 − q mod 2(n − 1)|], the border not repeated
///
/// The result's extent is edges.low + n + (n − 1)·interior + edges.high; negative edges cut off.
/// The value is converted to the element type like the elements of a constant.
///
/// - C1: edges and interior have an entry for each dimension, below 2^31; interior is at least 0.
/// - C2: interior is 0 where the mode is not constant, and the tensor is not empty where it grows.
/// - C3: no extent of the result is negative.
public struct Pad: Op {
  /// What the added cells hold.
  public enum Mode: String, Codable, CaseIterable, Sendable {
    case constant, reflect, replicate
  }

  public static let mnemonic = "pad"
  /// The cells added before and after each dimension; negative ones are cut off.
  public let edges: [Edges]
  /// The cells added between neighbours along each dimension.
  public let interior: [Int]
  /// What the added cells hold.
  public let mode: Mode
  /// The value of added cells in constant mode.
  public let value: Scalar

  /// A pad with the given cells.
  public init(edges: [Edges], interior: [Int], mode: Mode = .constant, value: Scalar = 0) {
    self.edges = edges
    self.interior = interior
    self.mode = mode
    self.value = value
  }

  public static func plain(rank: Int) -> Pad {
    Pad(edges: .init(repeating: .none, count: rank), interior: .init(repeating: 0, count: rank))
  }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try require(
      edges.count == x.rank && interior.count == x.rank
        && interior.allSatisfy { $0 == 0 || Window.isLength($0) }
        && edges.allSatisfy(\.isBounded),
      "C1: \(edges.count) edges and interior \(interior) do not fit \(x.rank) dimensions, or one "
        + "is not below 2^31")
    try require(
      mode == .constant || interior.allSatisfy { $0 == 0 },
      "C2: interior \(interior) is not 0 in mode \(mode.rawValue)")
    var extents: [Int] = []
    for (dimension, extent) in x.extents.enumerated() {
      let (low, high) = (edges[dimension].low, edges[dimension].high)
      let (gaps, overflows) = max(extent - 1, 0).multipliedReportingOverflow(
        by: interior[dimension])
      try require(
        !overflows && gaps < 1 << 61,
        "C1: interior \(interior[dimension]) is too large for extent \(extent)")
      let result = extent + low + high + gaps
      try require(
        result >= 0,
        "C3: edges [\(low), \(high)] cut more than dimension \(dimension) of extent \(extent) has")
      try require(
        mode == .constant || extent > 0 || result == 0,
        "C2: dimension \(dimension) of \(x) is empty, expected cells to \(mode.rawValue)")
      extents.append(result)
    }
    return TensorType(x.elementType, extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    if part.isEmpty { return [part] }
    return [
      Region(
        part.bounds.indices.map { dimension in
          let cells =
            part[dimension].lowerBound - edges[dimension].low..<part[dimension].upperBound
            - edges[dimension].low
          return reads(cells, dimension, of: operands[0].extents[dimension])
        })
    ]
  }

  /// Returns the elements that cells of one dimension show, which count from the first element.
  private func reads(_ cells: Range<Int>, _ dimension: Int, of extent: Int) -> Range<Int> {
    if mode == .constant {
      let gap = interior[dimension] + 1
      return Region.clip(
        cells.lowerBound.dividedUp(by: gap), (cells.upperBound - 1).dividedDown(by: gap) + 1,
        to: extent)
    }
    var shown = [cells.lowerBound, cells.upperBound - 1]
    if mode == .reflect && extent > 1 {
      // The reflection turns at the multiples of n − 1.
      let turn = cells.lowerBound.dividedUp(by: extent - 1) * (extent - 1)
      shown += [turn, turn + extent - 1].filter(cells.contains)
    }
    let elements = shown.map { element($0, dimension, of: extent) ?? 0 }
    return (elements.min() ?? 0)..<(elements.max() ?? -1) + 1
  }

  /// Returns the element that a cell of one dimension shows; nil where it is the value.
  package func element(_ cell: Int, _ dimension: Int, of extent: Int) -> Int? {
    switch mode {
    case .constant:
      let gap = interior[dimension] + 1
      return cell >= 0 && cell % gap == 0 && cell / gap < extent ? cell / gap : nil
    case .replicate: return min(max(cell, 0), extent - 1)
    case .reflect:
      if extent == 1 { return 0 }
      let period = 2 * (extent - 1)
      let phase = cell - cell.dividedDown(by: period) * period
      return min(phase, period - phase)
    }
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    let isPadding = reads(part, of: [TensorType(x.elementType, x.extents)])[0].isEmpty
    // Far below zero, so that a sum with it stays negative.
    let outside = -1 << 56
    let layout = x.layout
    let tables = part.bounds.indices.map { dimension in
      part[dimension].map { cell in
        let shown = element(cell - edges[dimension].low, dimension, of: x.extents[dimension])
        return isPadding ? outside : shown.map { layout.table(dimension, [$0])[0] } ?? outside
      }
    }
    let source = x.data.appending(value.value)
    let last = source.count - 1
    return source.taking(Offsets.sums(tables).map { $0 < 0 ? last : $0 }, extents: part.extents)
  }
}

extension NDArray {
  /// Returns the elements in row-major order, and a converted value behind them.
  fileprivate func appending(_ value: Double) -> NDArray {
    let last = NDArray(elementType, [1], [value])
    var result = NDArray(uninitialized: elementType, [count + 1])
    result.withUnsafeMutableBytes { target in
      withUnsafeBytes { target.copyBytes(from: $0) }
      last.withUnsafeBytes { source in
        UnsafeMutableRawBufferPointer(rebasing: target[byteCount...]).copyBytes(from: source)
      }
    }
    return result
  }
}
