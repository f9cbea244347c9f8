/// The mean of a window that slides over each channel of an image, in any number of spatial
/// dimensions.
///
///     %y = average_pool(%x) {window = [2, 2], stride = [2, 2]} : f32[1, 8, 4, 4]
///
/// With x [N, C, S…]: y[n, c, p] = Σ_t x[n, c, p·stride − padding.low + t·dilation] / count, where
/// x is 0 outside of the image. The count is the number of taps inside the image; with
/// `countIncludePad` those in the padding count too, but never those behind it, where a last
/// window of `ceilMode` sticks out. The mean of no cell is 0.
/// With `ceilMode` a last window that sticks out counts if it starts inside the image or its low
/// padding.
///
/// - C1: x has rank 3 or more and is a float.
/// - C2: window, stride, dilation and padding have an entry for each spatial dimension; window,
///   stride and dilation are at least 1, padding at least 0, all below 2^31.
/// - C3: at least one window fits into the padded image in each dimension.
public struct AveragePool: SpatialOp {
  public static let mnemonic = "average_pool"
  /// The number of taps.
  public let window: [Int]
  /// The distance between the windows of neighbouring results.
  public let stride: [Int]
  /// The distance between neighbouring taps.
  public let dilation: [Int]
  /// The cells around the image.
  public let padding: [Edges]
  /// `true` iff the result's extent is rounded up.
  public let ceilMode: Bool
  /// `true` iff the padding counts in the mean.
  public let countIncludePad: Bool

  /// A pool with the given geometry.
  public init(
    window: [Int], stride: [Int], dilation: [Int], padding: [Edges], ceilMode: Bool = false,
    countIncludePad: Bool = false
  ) {
    self.window = window
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.ceilMode = ceilMode
    self.countIncludePad = countIncludePad
  }

  public static func plain(rank: Int) -> AveragePool {
    let ones = [Int](repeating: 1, count: max(rank - 2, 0))
    return AveragePool(
      window: ones, stride: ones, dilation: ones,
      padding: .init(repeating: .none, count: ones.count))
  }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    try require(
      operands[0].rank >= 3 && operands[0].elementType.isFloatingPoint,
      "C1: image \(operands[0]) is not a float or has no spatial dimension")
    return try pooledType(operands[0])
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    var means: [Double] = rows(operands, over: part).reduce(from: 0, +)
    let counts = windows.enumerated().map { self.counts($1, part[$0 + 2], x.extents[$0 + 2]) }
    var next = 0
    for _ in 0..<part[0].count * part[1].count {
      Region(whole: counts.map(\.count)).forEach { index in
        let count = index.indices.reduce(1) { $0 * counts[$1][index[$1]] }
        if count > 0 { means[next] /= Double(count) }
        next += 1
      }
    }
    return NDArray(narrowing: means, to: x.elementType, part.extents)
  }

  /// Returns the number of taps along one dimension that count for each result.
  package func counts(_ window: Window, _ results: Range<Int>, _ extent: Int) -> [Int] {
    if !countIncludePad { return results.map { window.taps($0, in: extent).count } }
    let padded = Window(size: window.size, stride: window.stride, dilation: window.dilation)
    return results.map {
      padded.taps($0, in: extent + window.padding.low + window.padding.high).count
    }
  }
}

extension AveragePool: PoolOp {}
