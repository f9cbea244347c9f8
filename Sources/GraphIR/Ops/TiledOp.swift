/// An op on windows whose results a backend may compute together, tile by tile of a grid that starts
/// at 0 (Winograd's algorithm: Lavin and Gray 2016, arXiv:1509.09308): `reads` asks for all that the
/// tiles under a part read, so that a tile is the same wherever it is computed.
package protocol TiledOp: SpatialOp {
  /// The results of a tile along each spatial dimension; empty where each is computed by itself.
  var tile: [Int] { get }
  /// The distance between neighbouring taps along each spatial dimension.
  var dilation: [Int] { get }

  /// Returns the same op in tiles.
  func tiled(_ tile: [Int]) -> Self
}

extension TiledOp {
  /// Throws unless tiles fit the other attributes.
  func requireTile(spatial: Int) throws(Diagnostic) {
    try require(
      tile.isEmpty
        || tile.count == spatial && zip(tile, dilation).allSatisfy { $0 == 1 || $0 > 1 && $1 == 1 },
      "C5: tile \(tile), expected an entry of at least 1 for each spatial dimension, and 1 where "
        + "dilation \(dilation) is not")
  }

  /// Returns the results of the tiles that a range touches, inside of an extent.
  func tiled(_ range: Range<Int>, _ dimension: Int, in extent: Int) -> Range<Int> {
    if tile.isEmpty || range.isEmpty { return range }
    let size = tile[dimension]
    return range.lowerBound / size * size..<min((range.upperBound + size - 1) / size * size, extent)
  }
}
