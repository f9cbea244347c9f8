import GraphIR

extension OpCases {
  /// Strides, dilations, paddings and groups in one to three dimensions.
  static let transposedConvolution: [OpCase] = [
    transposed([1, 1, 1], [1, 1, 1]),
    transposed([0, 1, 3], [1, 2, 2]),
    transposed([1, 0, 3], [0, 2, 2]),
    transposed([1, 2, 5], [2, 3, 3], padding: [Edges(1, 1)]),
    transposed([2, 2, 4], [2, 2, 2], stride: [2]),
    transposed([1, 2, 5], [2, 2, 4], stride: [2], padding: [Edges(1, 1)]),
    transposed([1, 1, 5], [1, 2, 3], stride: [2], padding: [Edges(1, 1)], output: [1]),
    transposed([1, 2, 4], [2, 1, 1], stride: [3], output: [2]),
    transposed([1, 1, 4], [1, 1, 2], stride: [3], padding: [Edges(-1, -2)]),
    transposed([1, 1, 5], [1, 1, 3], dilation: [2], padding: [Edges(0, 3)]),
    transposed([1, 1, 6], [1, 1, 3], stride: [2], dilation: [3], padding: [Edges(2, 1)]),
    transposed([1, 1, 5], [1, 1, 3], stride: [2], dilation: [2]),
    transposed([1, 1, 6], [1, 1, 3], stride: [3], dilation: [2], padding: [Edges(1, 0)]),
    transposed([1, 4, 4], [4, 3, 3], stride: [2], padding: [Edges(1, 0)], groups: 2),
    transposed([1, 3, 3, 4], [3, 1, 2, 3], stride: [2, 1], groups: 3),
    transposed(
      [1, 2, 3, 4], [2, 2, 3, 2], stride: [2, 3], padding: [Edges(1, 1), Edges(0, 1)],
      output: [1, 2]),
    transposed(
      [1, 2, 3, 2, 4], [2, 2, 2, 3, 3], stride: [2, 1, 2], dilation: [1, 2, 1],
      padding: [Edges(0, 0), Edges(1, 0), Edges(1, 1)], output: [0, 0, 1]),
    // In tiles: all are loose, since each element reads what its tile does.
    transposed([1, 3, 6], [3, 2, 4], stride: [2], padding: [Edges(1, 1)], tile: [6]),
    transposed(
      [2, 2, 5, 4], [2, 17, 4, 6], stride: [2, 3], padding: [Edges(1, 1), Edges(2, 1)],
      output: [1, 0], tile: [8, 9]),
    transposed(
      [1, 2, 3, 4, 3], [2, 3, 3, 3, 3], padding: .init(repeating: Edges(1, 1), count: 3),
      tile: [2, 4, 4]),
  ]

  private static func transposed(
    _ x: [Int], _ w: [Int], stride: [Int]? = nil, dilation: [Int]? = nil, padding: [Edges]? = nil,
    output: [Int]? = nil, groups: Int = 1, tile: [Int] = []
  ) -> OpCase {
    let plain = TransposedConvolution.plain(rank: x.count)
    let op = TransposedConvolution(
      stride: stride ?? plain.stride, dilation: dilation ?? plain.dilation,
      padding: padding ?? plain.padding, outputPadding: output ?? plain.outputPadding,
      groups: groups, tile: tile)
    return OpCase(
      op, [TensorType(.f32, x), TensorType(.f32, w)], isLoose: !tile.isEmpty)
  }
}
