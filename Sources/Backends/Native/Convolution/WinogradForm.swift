/// A convolution in Winograd's form, as the template `winograd.h` names it.
struct WinogradForm: Hashable {
  /// The taps that meet one phase of the image, along each dimension that has some: 2 or 3.
  let taps: Int
  /// The phases of the image along each dimension that has taps: pixels that are as far apart as
  /// windows.
  let stride: Int
  /// The results of a tile along D, H and W; 1 where there are no taps.
  let tile: [Int]
  /// The number of spatial dimensions that the template is built for: 2 or 3.
  let rank: Int

  /// The results of a tile for which there are transforms, by the taps of a phase.
  static func tiles(taps: Int) -> [Int] { [4, 5, 6, 8].map { $0 - taps + 1 } }

  /// The form with the given taps of the whole window along each dimension and the distance of
  /// windows; nil where there is none.
  init?(tile: [Int], taps: [Int], stride: [Int]) {
    guard (1...3).contains(tile.count),
      let first = tile.indices.first(where: { tile[$0] > 1 })
    else { return nil }
    let (step, perPhase) = (stride[first], taps[first] / stride[first])
    for index in tile.indices {
      let isFilter =
        stride[index] == step && taps[index] == perPhase * step
        && Self.tiles(taps: perPhase).contains(tile[index])
      if tile[index] == 1 ? taps[index] != 1 || stride[index] != 1 : !isFilter { return nil }
    }
    guard (1...2).contains(step), (2...3).contains(perPhase) else { return nil }
    (self.taps, self.stride) = (perPhase, step)
    self.tile = [Int](repeating: 1, count: 3 - tile.count) + tile
    rank = tile.count == 3 ? 3 : 2
  }

  /// Returns the positions of a transformed tile along a dimension.
  private func positions(_ dimension: Int) -> Int {
    tile[dimension] == 1 ? 1 : tile[dimension] + taps - 1
  }

  /// The dimension along which planes of tiles follow each other: D, or H where there is none.
  var outerDimension: Int { rank == 3 ? 0 : 1 }
  /// The results of a tile along the outer dimension.
  var outerTile: Int { tile[outerDimension] }
  /// The positions along the outer dimension.
  var outer: Int { positions(outerDimension) }
  /// The positions of a plane of a tile.
  var spots: Int { (rank == 3 ? positions(1) : 1) * positions(2) }
  /// The phases of the image.
  var phases: Int { tile.reduce(1) { $0 * ($1 == 1 ? 1 : stride) } }

  /// What templates are built with.
  var defines: String {
    """
    #define GC_RANK \(rank)
    #define GC_TAPS \(taps)
    #define GC_STRIDE \(stride)
    #define GC_TILE_D \(tile[0])
    #define GC_TILE_H \(tile[1])
    #define GC_TILE_W \(tile[2])

    """
  }
}
