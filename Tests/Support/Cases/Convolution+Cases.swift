import GraphIR

extension OpCases {
  static let convolution: [OpCase] =
    [
      convolution([1, 1, 1], [1, 1, 1]),
      convolution([0, 1, 3], [2, 1, 2]),
      convolution([1, 0, 3], [2, 0, 2]),
      convolution([1, 1, 0], [1, 1, 2], padding: [Edges(2, 1)]),
      convolution([1, 1, 3, 2], [1, 1, 2, 1], padding: [Edges(5, 4), Edges(2, 3)]),
      convolution([1, 2, 7], [3, 2, 3], padding: [Edges(1, 1)]),
      convolution([2, 2, 9], [2, 2, 4], stride: [2], padding: [Edges(1, 2)]),
      convolution([1, 2, 9], [2, 2, 1], stride: [3]),
      convolution([1, 1, 8], [1, 1, 3], dilation: [2], padding: [Edges(3, 0)]),
      convolution([1, 1, 8], [1, 1, 3], stride: [2], dilation: [3], padding: [Edges(2, 5)]),
      convolution([1, 1, 6], [1, 1, 2], padding: [Edges(-1, -2)]),
      convolution([1, 4, 5], [6, 2, 3], padding: [Edges(1, 0)], groups: 2),
      convolution([1, 3, 4, 5], [3, 1, 2, 3], padding: [Edges(0, 1), Edges(1, 1)], groups: 3),
      convolution(
        [1, 2, 5, 6], [2, 2, 3, 3], stride: [2, 1], padding: [Edges(1, 1), Edges(1, 1)]),
      convolution(
        [1, 2, 4, 3, 5], [2, 2, 3, 2, 3], stride: [1, 1, 2], dilation: [1, 2, 1],
        padding: [Edges(1, 1), Edges(1, 0), Edges(0, 2)]),
    ] + tiled

  /// Convolutions in tiles: all are loose, since each element reads what its tile does.
  private static let tiled: [OpCase] = [
    convolution([1, 3, 9], [2, 3, 3], padding: [Edges(1, 1)], tile: [4]),
    convolution(
      [1, 2, 7, 9], [3, 2, 3, 3], padding: [Edges(1, 1), Edges(0, 2)], tile: [2, 4]),
    convolution(
      [2, 4, 6, 5, 7], [4, 2, 3, 3, 3], padding: .init(repeating: Edges(1, 1), count: 3), groups: 2,
      tile: [2, 4, 4]),
    convolution(
      [1, 17, 9, 10, 6], [18, 17, 3, 3, 3], padding: .init(repeating: Edges(1, 1), count: 3),
      tile: [4, 4, 4]),
    convolution(
      [1, 5, 12, 11], [6, 5, 4, 4], stride: [2, 2], padding: [Edges(1, 1), Edges(2, 1)],
      tile: [3, 4]),
    // The first tiles read nothing.
    convolution(
      [1, 2, 6, 5], [3, 2, 3, 3], padding: [Edges(6, 1), Edges(1, 1)], tile: [2, 2]),
    convolution(
      [1, 2, 16, 15], [3, 2, 3, 3], padding: [Edges(1, 1), Edges(1, 0)], tile: [6, 6]),
  ]

  private static func convolution(
    _ x: [Int], _ w: [Int], stride: [Int]? = nil, dilation: [Int]? = nil, padding: [Edges]? = nil,
    groups: Int = 1, tile: [Int] = []
  ) -> OpCase {
    let plain = Convolution.plain(rank: x.count)
    let op = Convolution(
      stride: stride ?? plain.stride, dilation: dilation ?? plain.dilation,
      padding: padding ?? plain.padding, groups: groups, tile: tile)
    return OpCase(
      op, [TensorType(.f32, x), TensorType(.f32, w)], isLoose: !tile.isEmpty)
  }
}
