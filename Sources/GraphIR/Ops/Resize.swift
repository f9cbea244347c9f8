/// An image at another size: each result looks at the neighbours of its place in the image.
///
///     %y = resize(%x) {extents = [8, 8], mode = linear} : f32[1, 3, 8, 8]
///
/// With x [N, C, S…], separable: along each spatial dimension of extent n, result j of m lies at a
/// coordinate c(j) of the image and is Σ_i weight(c(j) − i) · x[i]. With the ratio r = n / m, or
/// 1 / scale where scales are given (ONNX Resize-19):
/// - half_pixel: c = (j + ½)·r − ½; pytorch_half_pixel: the same, but 0 where m = 1
/// - half_pixel_symmetric: c = n/2·(1 − m / (n·scale)) + (j + ½)·r − ½
/// - align_corners: c = j·(n − 1) / (m − 1), 0 where m = 1; asymmetric: c = j·r
///
/// Modes: nearest takes the cell that `rounding` makes of c; linear mixes the two around c; cubic
/// the four around c with the kernel of Keys (1981), whose parameter is `cubic`. Cells outside of
/// the image are those at its border. A cell of weight 0 is not read. The last dimension is mixed
/// first; the result is rounded once.
///
/// Without scales coordinates are exact fractions, so that integer ratios have no rounding error.
///
/// - C1: x has rank 3 or more and is a float; any element type where the mode is nearest.
/// - C2: extents has an entry for each spatial dimension, at least 1 and below 2^31; so has the
///   image.
/// - C3: scales is empty or has an entry for each spatial dimension, finite and above 0.
public struct Resize: Op {
  /// How many neighbours of its place a result mixes.
  public enum Mode: String, Codable, CaseIterable, Sendable {
    case nearest, linear, cubic
  }

  /// Where in the image a result lies.
  public enum Coordinates: String, Codable, CaseIterable, Sendable {
    case halfPixel = "half_pixel"
    case alignCorners = "align_corners"
    case asymmetric
    case halfPixelSymmetric = "half_pixel_symmetric"
    case pytorchHalfPixel = "pytorch_half_pixel"
  }

  /// Which cell is nearest to a coordinate; the preferences decide at one half.
  public enum Rounding: String, Codable, CaseIterable, Sendable {
    case roundPreferFloor = "round_prefer_floor"
    case roundPreferCeil = "round_prefer_ceil"
    case floor, ceil
  }

  public static let mnemonic = "resize"
  /// The spatial extents of the result.
  public let extents: [Int]
  /// The ratio of result to image along each spatial dimension; empty: that of the extents.
  public let scales: [Scalar]
  /// How many neighbours a result mixes.
  public let mode: Mode
  /// Where in the image a result lies.
  public let coordinates: Coordinates
  /// Which cell is nearest.
  public let rounding: Rounding
  /// The parameter of the cubic kernel.
  public let cubic: Scalar

  /// A resize to the given spatial extents.
  public init(
    extents: [Int], scales: [Scalar] = [], mode: Mode, coordinates: Coordinates = .halfPixel,
    rounding: Rounding = .roundPreferFloor, cubic: Scalar = -0.75
  ) {
    self.extents = extents
    self.scales = scales
    self.mode = mode
    self.coordinates = coordinates
    self.rounding = rounding
    self.cubic = cubic
  }

  public static func plain(rank: Int) -> Resize { Resize(extents: [], mode: .nearest) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try require(x.rank >= 3, "C1: image \(x) has no spatial dimension")
    try require(
      mode == .nearest || x.elementType.isFloatingPoint,
      "C1: image \(x) is not a float, expected one for mode \(mode.rawValue)")
    try require(
      extents.count == x.rank - 2 && extents.allSatisfy(Window.isLength),
      "C2: extents \(extents) are not \(x.rank - 2) numbers in 1 ..< 2^31")
    try require(
      x.extents.dropFirst(2).allSatisfy(Window.isLength),
      "C2: image \(x) has a spatial extent that is not in 1 ..< 2^31")
    try require(
      (scales.isEmpty || scales.count == extents.count)
        && scales.allSatisfy { $0.value > 0 && $0.value.isFinite },
      "C3: scales \(scales.map(\.value)) are not \(extents.count) finite numbers above 0")
    return TensorType(x.elementType, x.extents.prefix(2) + extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    if part.isEmpty { return [.empty(rank: part.rank)] }
    let spatial = extents.indices.map {
      axis($0, of: operands[0].extents).cells(under: part[$0 + 2])
    }
    return [Region(part.bounds.prefix(2) + spatial)]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    if part.isEmpty { return NDArray(zeros: x.elementType, part.extents) }
    let axes = extents.indices.map { axis($0, of: x.extents) }
    if mode == .nearest {
      let spatial = axes.enumerated().map { dimension, axis in
        x.layout.table(dimension + 2, part[dimension + 2].map { axis.taps($0)[0].cell })
      }
      let others = [0, 1].map { x.layout.table($0, part[$0]) }
      return x.taking(others + spatial, extents: part.extents)
    }
    var box = reads(part, of: [TensorType(x.elementType, x.extents)])[0]
    var values: [Double] = x.slice(box).widened()
    for dimension in axes.indices.reversed() {
      values = axes[dimension].mixing(values, of: box, along: dimension + 2, part[dimension + 2])
      box[dimension + 2] = part[dimension + 2]
    }
    return NDArray(narrowing: values, to: x.elementType, part.extents)
  }

  /// Returns the arithmetic along one spatial dimension of an image with all its extents.
  package func axis(_ dimension: Int, of image: [Int]) -> ResizeAxis {
    ResizeAxis(
      resize: self, extent: image[dimension + 2], resultExtent: extents[dimension],
      scale: scales.isEmpty ? nil : scales[dimension].value)
  }
}
