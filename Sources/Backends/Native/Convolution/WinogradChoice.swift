/// Which convolutions are computed by Winograd's algorithm, in which tiles: what a cost model of a
/// core with vectors of 16 floats finds fastest.
///
/// The unit is the time of one multiplication and addition of vectors. The constants were fitted to
/// measured times of the templates, which they meet within a tenth.
struct WinogradChoice {
  private let taps: [Int]
  private let results: [Int]
  /// The images, groups, and channels of a group.
  private let batch: Int, groups: Int, inputs: Int, outputs: Int

  /// Returns the tile of a convolution; empty for the direct form.
  static func tile(
    _ op: Convolution, _ image: TensorType, _ kernel: TensorType, _ result: TensorType, threads: Int
  ) -> [Int] {
    let taps = Array(kernel.extents[2...])
    guard (1...3).contains(taps.count), result.elementType == .f32, result.count > 0,
      op.stride.allSatisfy({ $0 == 1 }), op.dilation.allSatisfy({ $0 == 1 }),
      taps.allSatisfy({ $0 == 1 || $0 == 3 }), taps.contains(3)
    else { return [] }
    let choice = WinogradChoice(
      taps: taps, results: Array(result.extents[2...]), batch: result.extents[0],
      groups: op.groups, inputs: kernel.extents[1], outputs: kernel.extents[0] / op.groups)
    var best = (tile: [Int](), cost: choice.directCost(threads))
    for tile in choice.candidates {
      let cost = choice.cost(tile, threads)
      if cost < best.cost { best = (tile, cost) }
    }
    return best.tile
  }

  /// Tiles of 2, 4 or 6 along each dimension that has taps.
  private var candidates: [[Int]] {
    taps.reduce([[]]) { tiles, taps in
      tiles.flatMap { tile in (taps == 1 ? [1] : [2, 4, 6]).map { tile + [$0] } }
    }
  }

  /// Vectors of channels.
  private func vectors(_ channels: Int) -> Double { Double((channels + 15) / 16) }

  /// The time to transform a vector at one position, there or back.
  private static func transformCost(_ tile: [Int]) -> Double {
    let costs = tile.filter { $0 > 1 }.map { $0 == 6 ? 16 : 10.5 }
    return costs.reduce(0, +) / Double(costs.count)
  }

  private func directCost(_ threads: Int) -> Double {
    let count = taps.reduce(1, *)
    let results = results.reduce(batch, *)
    // Few channels are computed in vectors of pixels.
    let width = outputs <= 4 && groups == 1 ? Double(outputs) / 16 : vectors(outputs)
    let products = Double(results * count * inputs) * width * 1.08
    return (products + reading(count, threads)) * Double(groups)
  }

  private func cost(_ tile: [Int], _ threads: Int) -> Double {
    let positions = tile.reduce(1) { $0 * ($1 == 1 ? 1 : $1 + 2) }
    let tiles = zip(results, tile).reduce(batch) { $0 * (($1.0 + $1.1 - 1) / $1.1) }
    let products = Double(inputs) * vectors(outputs) * (tiles < 8 ? 2 : 1)
    let transforms = Self.transformCost(tile) * (vectors(inputs) + vectors(outputs))
    return (Double(tiles * positions) * (products + transforms) + reading(positions, threads))
      * Double(groups)
  }

  /// The time to read the weights of all positions once, in which no thread does anything else.
  private func reading(_ positions: Int, _ threads: Int) -> Double {
    Double(positions * inputs) * vectors(outputs) * 16 * 4 * 0.15 * Double(threads)
  }
}
