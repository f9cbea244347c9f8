/// Which convolutions are computed by Winograd's algorithm, in which tiles: what a cost model of a
/// core with vectors of 16 floats finds fastest.
///
/// The unit is the time of one multiplication and addition of vectors. The constants were fitted to
/// measured times of the templates, which they meet within a tenth.
struct WinogradChoice {
  /// The taps and the distance of windows along each dimension.
  private let taps: [Int], stride: [Int]
  private let results: [Int]
  /// The images, groups, and channels of a group.
  private let batch: Int, groups: Int, inputs: Int, outputs: Int
  private let isTransposed: Bool

  /// Returns the tiles of a convolution, the fastest first; the empty one is the direct form.
  static func ranked(_ shape: ConvolutionShape) -> [[Int]] {
    guard shape.result.elementType == .f32, shape.result.count > 0,
      shape.op.dilation.allSatisfy({ $0 == 1 }),
      let choice = WinogradChoice(shape.op, shape.kernel.extents, shape.result.extents)
    else { return [[]] }
    // Tiles take memory for their weights, so they have to be clearly faster.
    var forms = [(tile: [Int](), cost: 0.87 * choice.directCost)]
    for tile in choice.candidates { choice.cost(tile).map { forms.append((tile, $0)) } }
    return forms.indices.sorted { (forms[$0].cost, $0) < (forms[$1].cost, $1) }
      .map { forms[$0].tile }
  }

  private init?(_ op: any TiledOp, _ kernel: [Int], _ result: [Int]) {
    (taps, results, batch) = (Array(kernel[2...]), Array(result[2...]), result[0])
    switch op {
    case let op as Convolution:
      (isTransposed, stride, groups) = (false, op.stride, op.groups)
      (inputs, outputs) = (kernel[1], kernel[0] / op.groups)
    case let op as TransposedConvolution where op.groups == 1:
      (isTransposed, stride, groups) = (true, op.stride, 1)
      (inputs, outputs) = (kernel[0], kernel[1])
    default: return nil
    }
  }

  /// Tiles of each size that there are transforms for, along each dimension that has taps; in volumes
  /// none of the largest, whose errors in three dimensions are beyond what `fast` promises.
  private var candidates: [[Int]] {
    guard (1...3).contains(taps.count) else { return [] }
    return taps.indices.reduce([[]]) { tiles, dimension in
      let perPhase = taps[dimension] / stride[dimension]
      let scale = isTransposed ? stride[dimension] : 1
      var sizes = perPhase > 1 ? WinogradForm.tiles(taps: perPhase).map { $0 * scale } : [scale]
      if taps.count == 3 { sizes.removeAll { $0 > 5 * scale } }
      return tiles.flatMap { tile in sizes.map { tile + [$0] } }
    }
  }

  /// Vectors of channels.
  private func vectors(_ channels: Int) -> Double { Double((channels + 15) / 16) }

  private var directCost: Double {
    var count = taps.reduce(1, *)
    let weights = count
    if isTransposed { count = zip(taps, stride).reduce(1) { $0 * (($1.0 + $1.1 - 1) / $1.1) } }
    let results = results.reduce(batch, *)
    // Few channels are computed in vectors of pixels.
    let width = outputs <= 4 && groups == 1 ? Double(outputs) / 16 : vectors(outputs)
    let products = Double(results * count * inputs) * width * 1.08
    return (products + reading(weights, inputs)) * Double(groups)
  }

  /// The time in tiles; nil where there is no such form.
  private func cost(_ tile: [Int]) -> Double? {
    let steps = isTransposed ? stride : stride.map { _ in 1 }
    let inner = zip(tile, steps).map { $0 / $1 }
    let filter = isTransposed ? zip(taps, stride).map { $0 / $1 } : taps
    guard zip(taps, steps).allSatisfy({ $0 % $1 == 0 }),
      let form = WinogradForm(
        tile: inner, taps: filter, stride: isTransposed ? stride.map { _ in 1 } : stride)
    else { return nil }
    let positions = form.outer * form.spots
    let tiles = zip(results, tile).reduce(batch) { $0 * (($1.0 + $1.1 - 1) / $1.1) }
    let channels = inputs * form.phases
    let products = Double(channels) * vectors(outputs) * (tiles < 8 ? 2 : 1)
    let transforms = form.transformCost * (vectors(channels) + vectors(outputs))
    let phases = steps.reduce(1, *)
    return
      (Double(tiles * positions) * (products + transforms) + reading(positions, channels))
      * Double(groups * phases)
  }

  /// The time to read the weights of all positions once, in which no thread does anything else: that of
  /// two, since the choice, and with it each bit, must not depend on their number.
  private func reading(_ positions: Int, _ inputs: Int) -> Double {
    Double(positions * inputs) * vectors(outputs) * 16 * 4 * 0.6
  }
}

extension WinogradForm {
  /// The time to transform a vector at one position, there or back.
  fileprivate var transformCost: Double {
    let costs = tile.filter { $0 > 1 }.map { $0 + taps - 1 == 8 ? 16 : 10.5 }
    return costs.reduce(0, +) / Double(costs.count)
  }
}
