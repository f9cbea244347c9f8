/// The maximum of a window that slides over each channel of an image, in any number of spatial
/// dimensions.
///
///     %y = max_pool(%x) {window = [2, 2], stride = [2, 2]} : f32[1, 8, 4, 4]
///
/// With x [N, C, S…]: y[n, c, p] = max over t of x[n, c, p·stride − padding.low + t·dilation],
/// where x is −∞ (the least integer) outside of the image. NaN is larger than any number.
/// With `ceilMode` a last window that sticks out counts if it starts inside the image or its low
/// padding.
///
/// - C1: x has rank 3 or more and is a float or an integer.
/// - C2: window, stride, dilation and padding have an entry for each spatial dimension; window,
///   stride and dilation are at least 1, padding at least 0, all below 2^31.
/// - C3: at least one window fits into the padded image in each dimension.
public struct MaxPool: SpatialOp {
  public static let mnemonic = "max_pool"
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

  /// A pool with the given geometry.
  public init(
    window: [Int], stride: [Int], dilation: [Int], padding: [Edges], ceilMode: Bool = false
  ) {
    self.window = window
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.ceilMode = ceilMode
  }

  public static func plain(rank: Int) -> MaxPool {
    let ones = [Int](repeating: 1, count: max(rank - 2, 0))
    return MaxPool(
      window: ones, stride: ones, dilation: ones,
      padding: .init(repeating: .none, count: ones.count))
  }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    try require(
      operands[0].rank >= 3 && operands[0].elementType != .bool,
      "C1: image \(operands[0]) is bool or has no spatial dimension")
    return try pooledType(operands[0])
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let type = operands[0].elementType
    let rows = rows(operands, over: part)
    if type.isFloatingPoint {
      let maxima = rows.reduce(from: -Double.infinity, ScalarFunction.maximum)
      return NDArray(narrowing: maxima, to: type, part.extents)
    }
    let isUnsigned = type.isUnsigned
    let maxima = rows.reduce(from: type.smallest) {
      ScalarFunction.isLess($0, $1, isUnsigned) ? $1 : $0
    }
    return NDArray(narrowing: maxima, to: type, part.extents)
  }
}

extension MaxPool: PoolOp {}
