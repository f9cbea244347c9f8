/// The arithmetic of a resize along one spatial dimension, in global coordinates.
package struct ResizeAxis {
  /// A cell of the image and its weight in a result.
  package struct Tap {
    /// The cell.
    package let cell: Int
    /// Its weight, not 0.
    package var weight: Double
  }

  /// The op.
  let resize: Resize
  /// The extent of the image.
  let extent: Int
  /// The extent of the result.
  let resultExtent: Int
  /// The given ratio of result to image; nil: that of the extents.
  let scale: Double?
  /// Where the part of the image begins and ends that is resized; nil where all of it is.
  let crop: (start: Double, end: Double)?

  /// How much wider than between neighbouring cells the kernel is, at least 1.
  private var spread: Double {
    if !resize.antialias { return 1 }
    return max(1, scale.map { 1 / $0 } ?? Double(extent) / Double(resultExtent))
  }

  /// Returns the cells that a result mixes, in ascending order; all weights add up to 1. There are
  /// none for a result outside of the image.
  package func taps(_ result: Int) -> [Tap] {
    let place = place(result)
    if crop != nil && !place.isInside(extent) { return [] }
    let spread = spread
    if spread > 1 { return wideTaps(place, spread) }
    switch resize.mode {
    case .nearest:
      return [Tap(cell: inside(place.rounded(resize.rounding)), weight: 1)]
    case .linear:
      if place.cell < 0 || place.cell >= extent - 1 || place.fraction == 0 {
        return [Tap(cell: inside(place.cell), weight: 1)]
      }
      return [
        Tap(cell: place.cell, weight: 1 - place.fraction),
        Tap(cell: place.cell + 1, weight: place.fraction),
      ]
    case .cubic:
      if place.fraction == 0 { return [Tap(cell: inside(place.cell), weight: 1)] }
      return mixed(
        (-1...2).map { neighbour in
          let weight = cubicWeight(abs(place.fraction - Double(neighbour)))
          return Tap(cell: place.cell + neighbour, weight: weight)
        })
    }
  }

  /// Returns the cells under a kernel that is `spread` times as wide.
  private func wideTaps(_ place: Place, _ spread: Double) -> [Tap] {
    let reach = Int((spread * (resize.mode == .cubic ? 2 : 1)).rounded(.up))
    let taps = (-reach...reach + 1).map { neighbour in
      let distance = abs(place.fraction - Double(neighbour)) / spread
      let weight =
        resize.mode == .linear ? max(0, 1 - distance) : distance < 2 ? cubicWeight(distance) : 0
      return Tap(cell: place.cell + neighbour, weight: weight)
    }
    let sum = taps.reduce(0) { $0 + $1.weight }
    return mixed(taps.map { Tap(cell: $0.cell, weight: $0.weight / sum) })
  }

  /// Returns neighbouring cells with those outside of the image at its border, or without them.
  private func mixed(_ taps: [Tap]) -> [Tap] {
    let inner = taps.filter { (0..<extent).contains($0.cell) }
    let sum = inner.reduce(0) { $0 + $1.weight }
    if resize.excludeOutside && sum != 0 {
      if inner.count == taps.count { return taps.filter { $0.weight != 0 } }
      return inner.map { Tap(cell: $0.cell, weight: $0.weight / sum) }.filter { $0.weight != 0 }
    }
    var merged: [Tap] = []
    for tap in taps {
      let cell = inside(tap.cell)
      if merged.last?.cell == cell {
        merged[merged.count - 1].weight += tap.weight
      } else {
        merged.append(Tap(cell: cell, weight: tap.weight))
      }
    }
    return merged.filter { $0.weight != 0 }
  }

  /// Returns the smallest interval of cells that holds the taps of all results.
  ///
  /// - Requires: there is a result.
  func cells(under results: Range<Int>) -> Range<Int> {
    var (lower, upper) = (Int.max, Int.min)
    func include(_ result: Int) {
      for tap in taps(result) {
        lower = min(lower, tap.cell)
        upper = max(upper, tap.cell + 1)
      }
    }
    if crop != nil {
      results.forEach(include)
      return lower < upper ? lower..<upper : 0..<0
    }
    // Places ascend, so that a result one cell further inside than the reach of a tap adds nothing.
    let reach = Int((2 * spread).rounded(.up))
    for result in results {
      if place(result).cell - reach > lower { break }
      include(result)
    }
    for result in results.reversed() {
      if place(result).cell + reach + 1 < upper { break }
      include(result)
    }
    return lower..<upper
  }

  /// Returns the results along one dimension of a box of values.
  func mixing(
    _ values: [Double], of box: Region, along dimension: Int, _ results: Range<Int>
  ) -> [Double] {
    let outer = box.bounds[..<dimension].reduce(1) { $0 * $1.count }
    let inner = box.bounds[(dimension + 1)...].reduce(1) { $0 * $1.count }
    let held = box[dimension]
    let taps = results.map { self.taps($0) }
    var mixed = [Double](repeating: 0, count: outer * results.count * inner)
    mixed.withUnsafeMutableBufferPointer { mixed in
      values.withUnsafeBufferPointer { values in
        for block in 0..<outer {
          for (position, taps) in taps.enumerated() {
            let target = (block * results.count + position) * inner
            for (order, tap) in taps.enumerated() {
              precondition(held.contains(tap.cell), "read outside of the held box")
              let source = (block * held.count + tap.cell - held.lowerBound) * inner
              for i in 0..<inner {
                let term = tap.weight * values[source + i]
                mixed[target + i] = order == 0 ? term : mixed[target + i] + term
              }
            }
          }
        }
      }
    }
    return mixed
  }

  /// Returns the cell of the image nearest to a cell.
  private func inside(_ cell: Int) -> Int { min(max(cell, 0), extent - 1) }

  /// The kernel of Keys (1981) at a distance below 2.
  private func cubicWeight(_ x: Double) -> Double {
    let a = resize.cubic.value
    if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return a * (((x - 5) * x + 8) * x - 4)
  }
}

extension ResizeAxis {
  /// A coordinate: a cell and the way to the next one, in 0 ..< 1.
  fileprivate struct Place {
    /// The cell before or at the coordinate.
    let cell: Int
    /// The way to the next cell.
    let fraction: Double

    /// The coordinate numerator / denominator.
    init(_ numerator: Int, over denominator: Int) {
      cell = numerator.dividedDown(by: denominator)
      fraction = Double(numerator - cell * denominator) / Double(denominator)
    }

    /// The given coordinate.
    init(_ coordinate: Double) {
      cell = Int(coordinate.rounded(.down))
      fraction = coordinate - coordinate.rounded(.down)
    }

    /// `true` iff the coordinate lies between the first and the last cell of an image.
    func isInside(_ extent: Int) -> Bool {
      cell >= 0 && (cell < extent - 1 || cell == extent - 1 && fraction == 0)
    }

    /// Returns the cell nearest to the coordinate.
    func rounded(_ rounding: Resize.Rounding) -> Int {
      switch rounding {
      case .floor: cell
      case .ceil: fraction > 0 ? cell + 1 : cell
      case .roundPreferFloor: fraction > 0.5 ? cell + 1 : cell
      case .roundPreferCeil: fraction >= 0.5 ? cell + 1 : cell
      }
    }
  }

  /// Returns where in the image a result lies.
  private func place(_ result: Int) -> Place {
    switch resize.coordinates {
    case .cropAndResize: return cropped(result)
    case .alignCorners where scale != nil:
      let last = resizedExtent - 1
      return bounded(last > 0 ? Double(result) * Double(extent - 1) / last : 0)
    case .alignCorners:
      return resultExtent == 1
        ? Place(0, over: 1) : Place(result * (extent - 1), over: resultExtent - 1)
    case .pytorchHalfPixel where resultExtent == 1: return Place(0, over: 1)
    case .asymmetric: return scaled(result, 0)
    case .halfPixel, .pytorchHalfPixel: return scaled(result, 0.5)
    case .halfPixelSymmetric: return scaled(result, 0.5, isCentered: true)
    }
  }

  /// Returns (j + shift)·r − shift for a shift of 0 or ½, moved to the middle of the image where a
  /// given scale has been rounded to the result's extent.
  private func scaled(_ result: Int, _ shift: Double, isCentered: Bool = false) -> Place {
    guard let scale else {
      return shift == 0
        ? Place(result * extent, over: resultExtent)
        : Place((2 * result + 1) * extent - resultExtent, over: 2 * resultExtent)
    }
    var coordinate = (Double(result) + shift) / scale - shift
    if isCentered {
      coordinate += Double(extent) / 2 * (1 - Double(resultExtent) / (scale * Double(extent)))
    }
    return bounded(coordinate)
  }

  /// Returns a coordinate of the part of the image that is resized.
  private func cropped(_ result: Int) -> Place {
    guard let crop else { preconditionFailure("\(resize)") }
    let (last, cells) = (resizedExtent - 1, Double(extent - 1))
    if last <= 0 { return bounded(0.5 * (crop.start + crop.end) * cells) }
    return bounded(crop.start * cells + Double(result) * (crop.end - crop.start) * cells / last)
  }

  /// The extent of the result before it is rounded.
  private var resizedExtent: Double { scale.map { $0 * Double(extent) } ?? Double(resultExtent) }

  /// Returns a coordinate, moved nearer where it is so far out that there is nothing but the
  /// border.
  private func bounded(_ coordinate: Double) -> Place {
    let margin = 4 * spread
    return Place(min(max(coordinate, -margin), Double(extent) + margin))
  }
}
