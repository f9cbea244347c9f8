/// Where the maximum is of a window that slides over each channel of an image, in any number of
/// spatial dimensions: the companion of `max_pool`.
///
///     %i = arg_max_pool(%x) {window = [2, 2], stride = [2, 2]} : i64[1, 8, 4, 4]
///
/// With x [N, C, S…] and the windows of `max_pool`: y[n, c, p] is the position, in the row-major
/// order of the spatial dimensions of the whole image, of the largest cell under the window, the
/// first of equal ones; −1 where no cell is. NaN is larger than any number.
///
/// - C1: x has rank 3 or more and is a float or an integer.
/// - C2: window, stride, dilation and padding have an entry for each spatial dimension; window,
///   stride and dilation are at least 1, padding at least 0, all below 2^31.
/// - C3: at least one window fits into the padded image in each dimension.
public struct ArgMaxPool: SpatialOp {
  public static let mnemonic = "arg_max_pool"
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

  /// The places of the results of a pool.
  public init(_ pool: MaxPool) {
    window = pool.window
    stride = pool.stride
    dilation = pool.dilation
    padding = pool.padding
    ceilMode = pool.ceilMode
  }

  public static func plain(rank: Int) -> ArgMaxPool { ArgMaxPool(MaxPool.plain(rank: rank)) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    try require(
      operands[0].rank >= 3 && operands[0].elementType != .bool,
      "C1: image \(operands[0]) is bool or has no spatial dimension")
    return TensorType(.i64, try pooledType(operands[0]).extents)
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    let rows = rows(operands, over: part)
    let isUnsigned = x.elementType.isUnsigned
    let offsets =
      x.elementType.isFloatingPoint
      ? rows.extremes { (a: Double, b: Double) in a < b || b.isNaN && !a.isNaN }
      : rows.extremes { (a: Int64, b: Int64) in ScalarFunction.isLess(a, b, isUnsigned) }
    let (held, strides) = (x.layout, Extents.strides(Array(x.extents.dropFirst(2))))
    let positions = offsets.map { offset -> Int64 in
      if offset < 0 { return -1 }
      return strides.indices.reduce(0) { sum, dimension in
        let bounds = held.box[dimension + 2]
        let cell = offset / held.strides[dimension + 2] % bounds.count + bounds.lowerBound
        return sum + Int64(cell * strides[dimension])
      }
    }
    return NDArray(narrowing: positions, to: .i64, part.extents)
  }
}

extension ArgMaxPool: PoolOp {}

extension WindowRows {
  /// Returns the offset in the image of the first cell of each window that no other cell exceeds;
  /// −1 where there is none.
  ///
  /// - Requires: the image has the batch elements and channels of the results.
  fileprivate func extremes<L: Lane>(_ isExceeded: (_ best: L, _ by: L) -> Bool) -> [Int] {
    var best = [Int](repeating: -1, count: part.count)
    if !hasCells { return best }
    let values: [L] = image.data.widened()
    let layout = image.layout
    let channels = Offsets.sums([0, 1].map { layout.table($0, part[$0]) })
    forEach { row, taps in
      for (channel, offset) in channels.enumerated() {
        for tap in taps {
          var (result, cell) = (channel * channelLength + row + tap.result, offset + tap.image)
          for _ in 0..<tap.count {
            if best[result] < 0 || isExceeded(values[best[result]], values[cell]) {
              best[result] = cell
            }
            result += resultStep
            cell += imageStep
          }
        }
      }
    }
    return best
  }
}
