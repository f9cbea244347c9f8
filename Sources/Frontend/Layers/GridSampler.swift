/// An image that is sampled at computed places.
struct GridSampler {
  /// The image with the channels last; in a frame of zeros where these are its padding.
  private let image: Tensor
  /// The spatial extents of the image without a frame.
  private let extents: [Int]
  /// The places, [N, O…, D].
  private let grid: Tensor
  private let mode: Resize.Mode
  private let padding: SamplePadding
  private let alignCorners: Bool
  /// The element type of the result.
  private let result: ElementType
  /// The element type of coordinates and weights.
  private let wide: ElementType

  /// A neighbour along one dimension: its index, and its weight where it is not the only one.
  private typealias Tap = (index: Tensor, weight: Tensor?)

  /// The samples of an image [N, C, S…] at the places of a grid [N, O…, D].
  init(
    _ image: Tensor, _ grid: Tensor, _ mode: Resize.Mode, _ padding: SamplePadding,
    alignCorners: Bool
  ) {
    (self.grid, self.mode, self.padding, self.alignCorners) = (grid, mode, padding, alignCorners)
    extents = Array(image.extents.dropFirst(2))
    result = image.elementType
    wide = image.elementType == .f64 || grid.elementType == .f64 ? .f64 : .f32
    var framed = image
    if padding == .zeros {
      let edges = [Edges.none, .none] + extents.map { _ in Edges(1, 1) }
      framed = .apply(Pad(edges: edges, interior: edges.map { _ in 0 }), [image])
    }
    self.image = framed.moved(from: 1, to: image.rank - 1)
  }

  /// Returns the samples, [N, C, O…].
  func samples() -> Tensor {
    let last = grid.rank - 1
    var combinations: [(indices: [Tensor], weight: Tensor?)] = [([], nil)]
    for dimension in extents.indices {
      let taps = taps(dimension)
      combinations = combinations.flatMap { outer in
        taps.map { tap in
          let weight = outer.weight.map { weight in tap.weight.map { weight * $0 } ?? weight }
          return (outer.indices + [tap.index], weight ?? tap.weight)
        }
      }
    }
    let terms = combinations.map { combination in
      let vectors = concatenate(combination.indices, axis: last)
      let cells = Tensor.apply(GatherND(batch: 1), [image, vectors])
      return combination.weight.map { cells.converted(to: wide) * $0 } ?? cells
    }
    // A place has at least one tap.
    let sum = terms.dropFirst().reduce(terms[0]) { $0 + $1 }
    return sum.converted(to: result).moved(from: last, to: 1)
  }

  /// Returns the neighbours of each place along a dimension of the image.
  private func taps(_ dimension: Int) -> [Tap] {
    let place = place(dimension)
    if mode == .nearest { return [(index(place.round(), dimension), nil)] }
    let cell = place.floor()
    let (first, fraction) = (cell.converted(to: .i64), place - cell)
    func tap(_ offset: Double, _ weight: Tensor) -> Tap {
      (index(first + offset, dimension), weight)
    }
    if mode == .linear { return [tap(0, 1 - fraction), tap(1, fraction)] }
    return [
      tap(-1, Self.far(fraction + 1)), tap(0, Self.near(fraction)),
      tap(1, Self.near(1 - fraction)), tap(2, Self.far(2 - fraction)),
    ]
  }

  /// Returns the coordinates of the places along a dimension, so near the image that they are
  /// small.
  private func place(_ dimension: Int) -> Tensor {
    let (last, extent) = (grid.rank - 1, Double(extents[dimension]))
    let position = extents.count - 1 - dimension
    let given = grid.slice(axis: last, position..<position + 1).converted(to: wide)
    var place =
      alignCorners
      ? (given + 1) * ((extent - 1) / 2) : ((given + 1) * extent - 1) / 2
    if padding == .reflection {
      let (low, span): (Double, Double) = alignCorners ? (0, extent - 1) : (-0.5, extent)
      if span > 0 {
        let folded = Tensor.zip("remainder", place - low, place.filled(with: 2 * span))
        place = (span + low) - (folded - span).abs()
      }
    }
    // Outside of the border a cubic kernel still reaches inside.
    let isCut = mode == .cubic || padding == .zeros
    return isCut ? place.clamp(-3, extent + 2) : place.clamp(0, extent - 1)
  }

  /// Returns indices of cells as those of the image that is held.
  private func index(_ cell: Tensor, _ dimension: Int) -> Tensor {
    let (extent, cell) = (extents[dimension], cell.converted(to: .i64))
    switch padding {
    case .zeros: return cell.clamp(-1, Double(extent)) + 1
    case .border: return cell.clamp(0, Double(extent - 1))
    case .reflection:
      let period = Swift.max(alignCorners ? 2 * (extent - 1) : 2 * extent, 1)
      let folded = Tensor.zip("remainder", cell, cell.filled(with: Double(period)))
      return folded.minimum(Double(alignCorners ? period : period - 1) - folded)
        .clamp(0, Double(extent - 1))
    }
  }

  /// The kernel of Keys (1981) at a distance up to 1, with a = −0.75.
  private static func near(_ x: Tensor) -> Tensor { (x * 1.25 - 2.25) * x * x + 1 }

  /// The same kernel at a distance from 1 to 2.
  private static func far(_ x: Tensor) -> Tensor { ((x * -0.75 + 3.75) * x - 6) * x + 3 }
}
