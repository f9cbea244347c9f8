import Frontend
import GraphIR
import NDArrays

extension OperatorCall {
  /// Returns windows of images, each sampled in a number of points a bin and made one value a bin
  /// (He et al., 2017): [R, C, H, W] of R regions.
  func roiAlign() throws(Diagnostic) -> Tensor {
    let (x, regions, images) = (try operand(0), try operand(1), try operand(2))
    if x.rank != 4 || regions.rank != 2 || regions.extents[1] != 4
      || images.extents != [regions.extents[0]] || !x.elementType.isFloatingPoint
    {
      throw Diagnostic(
        "regions \(regions.type) of images \(images.type) do not fit \(x.type), expected [R, 4], [R] "
          + "and [N, C, H, W]")
    }
    let (bins, points) = try roiBins()
    let isHalfPixel = try choice(
      "coordinate_transformation_mode", version >= 16 ? "half_pixel" : "output_half_pixel",
      ["half_pixel": true, "output_half_pixel": false])
    let isMaximum = try choice("mode", "avg", ["avg": false, "max": true])
    let wide: ElementType = x.elementType == .f64 ? .f64 : .f32
    let count = regions.extents[0]
    let axes = [1, 0].enumerated().map { dimension, column in
      let (low, size) = regions.cast(to: wide).roiSpan(
        column, scale: float("spatial_scale", 1), isHalfPixel: isHalfPixel)
      let steps = bins[dimension] * points
      let iota = builder.append(Iota(type: TensorType(wide, [1, steps]), axis: 1), [])
      let place = low + (iota + 0.5) * (size / Double(steps))
      return RoiAxis(place, extent: x.extents[2 + dimension])
    }
    let image = x.moved(from: 1, to: 3)
    let grid = [count, bins[0] * points, bins[1] * points]
    let batch = images.cast(to: .i64).expanded(along: 0, of: grid)
    var cells: [Tensor] = []
    for y in axes[0].taps {
      for x in axes[1].taps {
        let vectors = concatenate(
          [batch, y.index.expanded(along: 1, of: grid), x.index.expanded(along: 2, of: grid)],
          axis: 3)
        let weight =
          y.weight.expanded(along: 1, of: grid) * x.weight.expanded(along: 2, of: grid)
        cells.append(image.gatherND(vectors).cast(to: wide) * weight)
      }
    }
    // There are four cells.
    let samples = cells.dropFirst().reduce(cells[0]) { isMaximum ? $0.maximum($1) : $0 + $1 }
      .reshape([count, bins[0], points, bins[1], points, x.extents[1]])
    let values = isMaximum ? samples.max(axes: [2, 4]) : samples.mean(axes: [2, 4])
    return values.cast(to: x.elementType).moved(from: 3, to: 1)
  }

  /// Returns the number of bins along both dimensions, and that of points along one of a bin.
  private func roiBins() throws(Diagnostic) -> (bins: [Int], points: Int) {
    let bins = [int("output_height", 1), int("output_width", 1)]
    let points = int("sampling_ratio", 0)
    if points == 0 {
      throw Diagnostic(
        "sampling_ratio is 0, so that the number of points depends on the regions, expected 1 or more"
      )
    }
    if !(bins + [points]).allSatisfy({ (1..<1 << 15).contains($0) }) {
      throw Diagnostic("bins \(bins) or sampling_ratio \(points) are not in 1 ..< 2^15")
    }
    return (bins, points)
  }
}

/// The cells around sampled places along one dimension.
private struct RoiAxis {
  /// A cell before or behind each place, and its weight.
  let taps: [(index: Tensor, weight: Tensor)]

  /// The cells around places [R, P] in an image of an extent; those more than one cell outside of
  /// it have no weight.
  init(_ place: Tensor, extent: Int) {
    let last = Double(extent - 1)
    let isInside = place.greaterOrEqual(to: -1).and(place.lessOrEqual(to: last + 1))
    let inner = place.clamp(0, last)
    let cell = inner.floor()
    let (index, fraction) = (cell.cast(to: .i64), inner - cell)
    let none = place.filled(with: 0)
    taps = [
      (index, select(isInside, 1 - fraction, none)),
      ((index + 1).clamp(0, last), select(isInside, fraction, none)),
    ]
  }
}

extension Tensor {
  /// Returns where regions [R, 4] begin along one dimension and how long they are, [R, 1] each.
  fileprivate func roiSpan(_ column: Int, scale: Double, isHalfPixel: Bool) -> (
    low: Tensor, size: Tensor
  ) {
    let (low, high) = (
      slice(axis: 1, column..<column + 1) * scale, slice(axis: 1, column + 2..<column + 3) * scale
    )
    // Without the half, regions of less than a cell count as one cell.
    return isHalfPixel ? (low - 0.5, high - low) : (low, (high - low).clamp(1))
  }

  /// Returns values [R] or [R, P] repeated to [R, H, W, 1], where P is dimension `axis`.
  fileprivate func expanded(along axis: Int, of grid: [Int]) -> Tensor {
    var extents = [grid[0], 1, 1, 1]
    extents[axis] = grid[axis]
    return reshape(extents).expanded(to: grid + [1])
  }
}
