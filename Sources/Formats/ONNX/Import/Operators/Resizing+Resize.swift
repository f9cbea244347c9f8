import Frontend
import GraphIR
import NDArrays

/// How one dimension of a tensor is resized.
private struct ResizedAxis {
  /// The extent of the result.
  var target: Int
  /// The given ratio of result to tensor; nil: that of the extents.
  var scale: Double?
  /// The part of the tensor that is resized, of 0 … 1.
  var crop = (start: 0.0, end: 1.0)

  /// A dimension that stays as it is.
  init(extent: Int) { target = extent }

  /// A dimension that is resized by a ratio, as f32.
  init(extent: Int, scale: Double, crop: (start: Double, end: Double)) throws(Diagnostic) {
    let product = Float(extent) * Float(crop.end - crop.start) * Float(scale)
    if !(scale > 0 && product >= 0 && product < 0x1p31) {
      throw Diagnostic("scale is \(scale) for extent \(extent), expected a number above 0")
    }
    target = Int(product)
    self.crop = crop
    // To its precision it may be the ratio of the extents, which has no rounding error.
    self.scale = Float(target) / Float(extent) == Float(scale) ? nil : scale
  }

  /// `true` iff a dimension of an extent stays as it is.
  func isIdentity(_ extent: Int) -> Bool {
    target == extent && (scale ?? 1) == 1 && crop == (0, 1)
  }
}

extension OperatorCall {
  /// Returns the ratios of an Upsample.
  func upsampling() throws(Diagnostic) -> [Double] {
    if version >= 9 { return try numbers(1) }
    if version >= 7 { return floats("scales") ?? [] }
    return [1, 1, float("height_scale", 1), float("width_scale", 1)]
  }

  /// Returns a tensor resized by ratios of all dimensions, as the first versions had it: with
  /// coordinates j / scale, of which the nearest cell is the one before, or behind where the tensor
  /// shrinks.
  func upsample(_ scales: [Double]) throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    let mode: Resize.Mode = try choice(
      "mode", "nearest", ["nearest": .nearest, "linear": .linear, "bilinear": .linear])
    let axes = try scaled(x, Array(0..<x.rank), by: scales, crops: nil)
    if mode != .nearest {
      return try x.resized(axes) { extents, scales, _, _ in
        Resize(extents: extents, scales: scales, mode: mode, coordinates: .asymmetric)
      }
    }
    var y = x
    for (rounding, isShrinking) in [(Resize.Rounding.floor, false), (.ceil, true)] {
      let some = axes.enumerated().map { dimension, axis in
        (scales[dimension] < 1) == isShrinking ? axis : ResizedAxis(extent: y.extents[dimension])
      }
      y = try y.resized(some) { extents, scales, _, _ in
        Resize(
          extents: extents, scales: scales, mode: mode, coordinates: .asymmetric,
          rounding: rounding)
      }
    }
    return y
  }

  /// Returns a tensor resized along some dimensions.
  func resize() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    let mode: Resize.Mode = try choice(
      "mode", "nearest", ["nearest": .nearest, "linear": .linear, "cubic": .cubic])
    let (coordinates, rounding) = try places(mode)
    let dimensions = try dimensions(ints("axes") ?? Array(0..<x.rank), rank: x.rank)
    var crops: [Double]?
    if coordinates == .cropAndResize { crops = try numbers(1) }
    if let crops, crops.count != 2 * dimensions.count {
      throw Diagnostic("roi has \(crops.count) numbers, expected two for each of \(dimensions)")
    }
    let given = optional(2).map { $0.extents != [0] } ?? false
    let axes =
      given
      ? try scaled(x, dimensions, by: numbers(2), crops: crops)
      : try sized(x, dimensions, to: integers(3), crops: crops)
    let cubic = Scalar(float("cubic_coeff_a", -0.75))
    let (antialias, excludeOutside) = (flag("antialias"), flag("exclude_outside"))
    let extrapolation = Scalar(float("extrapolation_value", 0))
    return try x.resized(axes) { extents, scales, starts, ends in
      let isCropped = coordinates == .cropAndResize
      return Resize(
        extents: extents, scales: scales, mode: mode, coordinates: coordinates,
        rounding: rounding, cubic: cubic, antialias: antialias && mode != .nearest,
        excludeOutside: excludeOutside, cropStart: isCropped ? starts : [],
        cropEnd: isCropped ? ends : [], extrapolation: extrapolation)
    }
  }

  /// Returns where results lie, and which cell is nearest to a place.
  private func places(_ mode: Resize.Mode) throws(Diagnostic) -> (
    Resize.Coordinates, Resize.Rounding
  ) {
    let rounding: Resize.Rounding = try choice(
      "nearest_mode", "round_prefer_floor",
      [
        "round_prefer_floor": .roundPreferFloor, "round_prefer_ceil": .roundPreferCeil,
        "floor": .floor, "ceil": .ceil,
      ])
    let coordinates: Resize.Coordinates? = try choice(
      "coordinate_transformation_mode", "half_pixel",
      [
        "half_pixel": .halfPixel, "half_pixel_symmetric": .halfPixelSymmetric,
        "pytorch_half_pixel": .pytorchHalfPixel, "align_corners": .alignCorners,
        "asymmetric": .asymmetric, "tf_crop_and_resize": .cropAndResize,
        "tf_half_pixel_for_nn": nil,
      ])
    if let coordinates { return (coordinates, rounding) }
    // Its coordinates are those of half_pixel plus ½.
    switch rounding {
    case .floor where mode == .nearest: return (.halfPixel, .roundPreferCeil)
    case .roundPreferFloor where mode == .nearest: return (.halfPixel, .ceil)
    default:
      throw Diagnostic(
        "coordinates are tf_half_pixel_for_nn with mode \(mode.rawValue) and \(rounding.rawValue), "
          + "expected mode nearest and floor or round_prefer_floor")
    }
  }

  /// Returns how dimensions are resized by ratios.
  private func scaled(
    _ x: Tensor, _ dimensions: [Int], by scales: [Double], crops: [Double]?
  ) throws(Diagnostic) -> [ResizedAxis] {
    if scales.count != dimensions.count {
      throw Diagnostic("\(scales.count) scales \(scales) are given for dimensions \(dimensions)")
    }
    var axes = x.extents.map { ResizedAxis(extent: $0) }
    for (position, dimension) in dimensions.enumerated() {
      let crop = crops.map { ($0[position], $0[dimensions.count + position]) } ?? (0, 1)
      axes[dimension] = try ResizedAxis(
        extent: x.extents[dimension], scale: scales[position], crop: crop)
    }
    return axes
  }

  /// Returns how dimensions are resized to extents.
  private func sized(
    _ x: Tensor, _ dimensions: [Int], to sizes: [Int], crops: [Double]?
  ) throws(Diagnostic) -> [ResizedAxis] {
    let isFitting =
      sizes.count == dimensions.count && sizes.allSatisfy { (1..<1 << 31).contains($0) }
    if !isFitting || dimensions.contains(where: { x.extents[$0] == 0 }) {
      throw Diagnostic("sizes \(sizes) do not fit \(dimensions) of \(x.type)")
    }
    let ratios = Swift.zip(sizes, dimensions).map { Double($0) / Double(x.extents[$1]) }
    let common: Double? = try choice(
      "keep_aspect_ratio_policy", "stretch",
      ["stretch": nil, "not_larger": ratios.min(), "not_smaller": ratios.max()])
    var axes = x.extents.map { ResizedAxis(extent: $0) }
    for (position, dimension) in dimensions.enumerated() {
      var axis = ResizedAxis(extent: sizes[position])
      if let common {
        let target = (common * Double(x.extents[dimension]) + 0.5).rounded(.down)
        if target >= 0x1p31 { throw Diagnostic("sizes \(sizes) make extent \(target)") }
        axis.target = Int(target)
        axis.scale = common == target / Double(x.extents[dimension]) ? nil : common
      }
      if let crops { axis.crop = (crops[position], crops[dimensions.count + position]) }
      axes[dimension] = axis
    }
    return axes
  }
}

extension Tensor {
  /// Returns the tensor resized along its dimensions; integers are mixed as floats and rounded to
  /// nearest, ties to even.
  fileprivate func resized(
    _ axes: [ResizedAxis],
    _ op: (_ extents: [Int], _ scales: [Scalar], _ starts: [Scalar], _ ends: [Scalar]) -> Resize
  ) throws(Diagnostic) -> Tensor {
    let changed = axes.indices.filter { !axes[$0].isIdentity(extents[$0]) }
    guard let first = changed.first else { return self }
    let image = first >= 2 ? self : reshape([1, 1] + extents)
    let spatial = Array(axes.suffix(image.rank - 2))
    let scales = Swift.zip(spatial, image.extents.dropFirst(2)).map { axis, extent in
      Scalar(axis.scale ?? Double(axis.target) / Double(extent))
    }
    let resize = op(
      spatial.map(\.target), spatial.allSatisfy { $0.scale == nil } ? [] : scales,
      spatial.map { Scalar($0.crop.start) }, spatial.map { Scalar($0.crop.end) })
    let isMixed = resize.mode != .nearest && !elementType.isFloatingPoint
    let wide: ElementType = elementType.byteCount > 2 ? .f64 : .f32
    let result = Tensor.apply(resize, [isMixed ? image.cast(to: wide) : image])
    return (isMixed ? result.round().cast(to: elementType) : result).reshape(axes.map(\.target))
  }
}
