/// Neighbours along a dimension of a result that show evenly spaced coordinates of an operand, or
/// none.
struct AxisRun {
  /// The first one, counted from that of the box, and how many there are.
  let first: Int
  private(set) var count = 1
  /// The coordinate of the first one; nil where nothing is shown.
  let coordinate: Int?
  private(set) var step = 0

  /// Returns the longest runs of some coordinates.
  static func all(_ coordinates: [Int?]) -> [AxisRun] {
    var runs: [AxisRun] = []
    for (position, coordinate) in coordinates.enumerated() {
      if runs.isEmpty || !runs[runs.count - 1].extend(coordinate) {
        runs.append(AxisRun(first: position, coordinate: coordinate))
      }
    }
    return runs
  }

  private init(first: Int, coordinate: Int?) { (self.first, self.coordinate) = (first, coordinate) }

  /// Adds a coordinate, where it follows in step.
  private mutating func extend(_ next: Int?) -> Bool {
    switch (coordinate, next) {
    case (nil, nil): break
    case (let coordinate?, let next?):
      let distance = next - coordinate
      if count > 1 && distance != step * count { return false }
      step = count == 1 ? distance : step
    default: return false
    }
    count += 1
    return true
  }
}

/// Where each coordinate of a result shows an operand: dimension by dimension.
struct ShownAxes {
  /// What a dimension of the result shows.
  enum Axis {
    /// The coordinates of a dimension of the operand, for each position in the box.
    case shows(dimension: Int, [Int?])
    /// The same whatever the position is.
    case same
  }

  private var pieces: [CopyPiece] = []
  private let source: TensorView
  private let result: TensorView
  private let filler: UInt64

  /// Returns the boxes of a result that show an operand, and those that show nothing, which are
  /// filled.
  static func pieces(
    _ axes: [Axis], of source: TensorView, to result: TensorView, filler: UInt64 = 0
  ) -> [CopyPiece] {
    var shown = ShownAxes(source: source, result: result, filler: filler)
    shown.add(
      axes[...], extents: [], strides: [], from: source.start, to: result.start)
    return shown.pieces
  }

  private init(source: TensorView, result: TensorView, filler: UInt64) {
    (self.source, self.result, self.filler) = (source, result, filler)
  }

  private mutating func add(
    _ axes: ArraySlice<Axis>, extents: [Int], strides: [Int], from: Int, to: Int
  ) {
    let dimension = extents.count
    guard let axis = axes.first else {
      pieces.append(
        CopyPiece(
          extents: extents,
          source: .copy(memory: source.memory, start: from, strides: strides), start: to,
          strides: result.strides))
      return
    }
    guard case .shows(let shown, let coordinates) = axis else {
      let count = result.box[dimension].count
      return add(
        axes.dropFirst(), extents: extents + [count], strides: strides + [0], from: from, to: to)
    }
    let held = source.box[shown]
    for run in AxisRun.all(coordinates.map { $0.flatMap { held.contains($0) ? $0 : nil } }) {
      let target = to + run.first * result.strides[dimension]
      guard let coordinate = run.coordinate else {
        pieces.append(
          CopyPiece(
            extents: extents + [run.count] + result.extents[(dimension + 1)...],
            source: .fill(filler), start: target, strides: result.strides))
        continue
      }
      let stride = source.strides[shown]
      add(
        axes.dropFirst(), extents: extents + [run.count], strides: strides + [run.step * stride],
        from: from + (coordinate - held.lowerBound) * stride, to: target)
    }
  }
}
