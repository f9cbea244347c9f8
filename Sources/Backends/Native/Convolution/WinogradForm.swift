/// The tiles of a convolution that is computed by Winograd's algorithm, as the template `winograd.h`
/// names them.
struct WinogradForm: Hashable {
  /// The results of a tile along D, H and W: 1 where there are no taps, else 2, 4 or 6.
  let tile: [Int]
  /// The number of spatial dimensions that the template is built for: 2 or 3.
  let rank: Int

  /// The form of a convolution over the last dimensions of [D, H, W]; nil where it is no Winograd
  /// form.
  init?(_ op: Convolution, taps: [Int]) {
    guard (1...3).contains(op.tile.count), op.tile.contains(where: { $0 > 1 }),
      zip(op.tile, taps).allSatisfy({ $0 == 1 && $1 == 1 || [2, 4, 6].contains($0) && $1 == 3 }),
      op.stride.allSatisfy({ $0 == 1 }), op.dilation.allSatisfy({ $0 == 1 })
    else { return nil }
    tile = [Int](repeating: 1, count: 3 - op.tile.count) + op.tile
    rank = op.tile.count == 3 ? 3 : 2
  }

  /// Returns the positions of a transformed tile along a dimension.
  private func positions(_ dimension: Int) -> Int {
    tile[dimension] == 1 ? 1 : tile[dimension] + 2
  }

  /// The dimension along which planes of tiles follow each other: D, or H where there is none.
  var outerDimension: Int { rank == 3 ? 0 : 1 }
  /// The results of a tile along the outer dimension.
  var outerTile: Int { tile[outerDimension] }
  /// The positions along the outer dimension.
  var outer: Int { positions(outerDimension) }
  /// The positions of a plane of a tile.
  var spots: Int { (rank == 3 ? positions(1) : 1) * positions(2) }

  /// What templates are built with.
  var defines: String {
    """
    #define GC_RANK \(rank)
    #define GC_TILE_D \(tile[0])
    #define GC_TILE_H \(tile[1])
    #define GC_TILE_W \(tile[2])

    """
  }
}
