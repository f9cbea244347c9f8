/// An image at another size: each result looks at the neighbours of its place in the image.
///
///     %y = resize(%x) {extents = [8, 8], mode = linear} : f32[1, 3, 8, 8]
///
/// With x [N, C, S…], separable: along each spatial dimension of extent n, result j of m lies at a
/// coordinate c(j) of the image and is Σ_i weight(c(j) − i) · x[i]. With the ratio r = n / m; or
/// with r = 1 / scale and m = n·scale where scales are given (ONNX Resize-19):
/// - half_pixel: c = (j + ½)·r − ½; pytorch_half_pixel: the same, but 0 where m = 1
/// - half_pixel_symmetric: c = n/2·(1 − m / (n·scale)) + (j + ½)·r − ½
/// - align_corners: c = j·(n − 1) / (m − 1), 0 where m ≤ 1; asymmetric: c = j·r
/// - crop_and_resize: c = (n − 1)·(start + j·(end − start) / (m − 1)), or the middle between start
///   and end where m ≤ 1; where c is outside of 0 … n − 1 the result is `extrapolation`
///
/// Modes: nearest takes the cell that `rounding` makes of c; linear mixes the two around c; cubic
/// the four around c with the kernel of Keys (1981), whose parameter is `cubic`. Cells outside of
/// the image are those at its border; with `excludeOutside` they have no weight, and the others are
/// scaled to a sum of 1. With `antialias` the kernel of linear and cubic is wider by max(1, r). A
/// cell of weight 0 is not read. The last dimension is mixed first; the result is rounded once.
///
/// Without scales coordinates are exact fractions, so that integer ratios have no rounding error.
///
/// - C1: x has rank 3 or more and is a float; any element type where the mode is nearest.
/// - C2: extents has an entry for each spatial dimension, at least 1 and below 2^31; so has the
///   image.
/// - C3: scales is empty or has an entry for each spatial dimension, finite and above 0; with
///   `antialias` the mode is linear or cubic and n·scale is at least ½.
/// - C4: cropStart and cropEnd have an entry for each spatial dimension, between −2^31 and 2^31,
///   for crop_and_resize; they are empty for others.
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
    case cropAndResize = "crop_and_resize"
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
  /// `true` iff the kernel spans all cells that a result stands for.
  public let antialias: Bool
  /// `true` iff cells outside of the image have no weight.
  public let excludeOutside: Bool
  /// Where the part of the image begins that is resized, along each spatial dimension, of 0 … 1.
  public let cropStart: [Scalar]
  /// Where it ends.
  public let cropEnd: [Scalar]
  /// The result outside of the image.
  public let extrapolation: Scalar

  /// A resize to the given spatial extents.
  public init(
    extents: [Int], scales: [Scalar] = [], mode: Mode, coordinates: Coordinates = .halfPixel,
    rounding: Rounding = .roundPreferFloor, cubic: Scalar = -0.75, antialias: Bool = false,
    excludeOutside: Bool = false, cropStart: [Scalar] = [], cropEnd: [Scalar] = [],
    extrapolation: Scalar = 0
  ) {
    self.extents = extents
    self.scales = scales
    self.mode = mode
    self.coordinates = coordinates
    self.rounding = rounding
    self.cubic = cubic
    self.antialias = antialias
    self.excludeOutside = excludeOutside
    self.cropStart = cropStart
    self.cropEnd = cropEnd
    self.extrapolation = extrapolation
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
    try require(
      !antialias
        || mode != .nearest
          && zip(scales, x.extents.dropFirst(2)).allSatisfy { $0.value * Double($1) >= 0.5 },
      "C3: antialias does not go with mode \(mode.rawValue) and scales \(scales.map(\.value))")
    try requireCrop()
    return TensorType(x.elementType, x.extents.prefix(2) + extents)
  }

  /// Throws C4 iff the part of the image that is resized does not fit.
  private func requireCrop() throws(Diagnostic) {
    let count = coordinates == .cropAndResize ? extents.count : 0
    try require(
      cropStart.count == count && cropEnd.count == count
        && (cropStart + cropEnd).allSatisfy { abs($0.value) < 0x1p31 },
      "C4: crop from \(cropStart.map(\.value)) to \(cropEnd.map(\.value)) is not \(count) numbers "
        + "each, between -2^31 and 2^31")
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    if part.isEmpty { return [.empty(rank: part.rank)] }
    let spatial = extents.indices.map {
      axis($0, of: operands[0].extents).cells(under: part[$0 + 2])
    }
    if spatial.contains(where: \.isEmpty) { return [.empty(rank: part.rank)] }
    return [Region(part.bounds.prefix(2) + spatial)]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    var box = reads(part, of: [TensorType(x.elementType, x.extents)])[0]
    let blank = NDArray(x.elementType, [], [extrapolation.value])
    if box.isEmpty {
      return blank.taking(.init(repeating: 0, count: part.count), extents: part.extents)
    }
    let axes = extents.indices.map { axis($0, of: x.extents) }
    if mode == .nearest {
      let spatial = axes.enumerated().map { dimension, axis in
        x.layout.table(
          dimension + 2,
          part[dimension + 2].map { axis.taps($0).first?.cell ?? box[dimension + 2].lowerBound })
      }
      let others = [0, 1].map { x.layout.table($0, part[$0]) }
      let result = x.taking(others + spatial, extents: part.extents)
      return filling(result, over: part, of: axes, with: blank)
    }
    var values: [Double] = x.slice(box).widened()
    for dimension in axes.indices.reversed() {
      values = axes[dimension].mixing(values, of: box, along: dimension + 2, part[dimension + 2])
      box[dimension + 2] = part[dimension + 2]
    }
    let result = NDArray(narrowing: values, to: x.elementType, part.extents)
    return filling(result, over: part, of: axes, with: blank)
  }

  /// Returns the results with a value in the place of those that lie outside of the image.
  private func filling(
    _ result: NDArray, over part: Region, of axes: [ResizeAxis], with value: NDArray
  ) -> NDArray {
    if coordinates != .cropAndResize { return result }
    let isOutside = axes.enumerated().map { dimension, axis in
      part[dimension + 2].map { axis.taps($0).isEmpty ? 1 : 0 }
    }
    let planes = [0, 1].map { [Int](repeating: 0, count: part[$0].count) }
    let counts = Offsets.sums(planes + isOutside)
    let mask = NDArray(narrowing: counts.map { Int64($0) }, to: .bool, part.extents)
    let values = value.taking(counts.map { _ in 0 }, extents: part.extents)
    return Select().evaluate(
      [mask, values, result].map { PlacedArray($0) }, over: Region(whole: part.extents))
  }

  /// Returns the arithmetic along one spatial dimension of an image with all its extents.
  package func axis(_ dimension: Int, of image: [Int]) -> ResizeAxis {
    ResizeAxis(
      resize: self, extent: image[dimension + 2], resultExtent: extents[dimension],
      scale: scales.isEmpty ? nil : scales[dimension].value,
      crop: coordinates == .cropAndResize
        ? (cropStart[dimension].value, cropEnd[dimension].value) : nil)
  }
}
