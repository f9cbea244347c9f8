import GraphIR

extension OpCases {
  /// Every pool with its extents rounded down and up.
  static let maxPool: [OpCase] = pools.flatMap { pool in
    [false, true].map { isCeil in
      OpCase(
        MaxPool(
          window: pool.window, stride: pool.stride, dilation: pool.dilation,
          padding: pool.padding, ceilMode: isCeil), [TensorType(.f32, pool.x)])
    }
  }

  /// The same ones. All are loose: the largest cell may stay where it is.
  static let argMaxPool: [OpCase] = maxPool.compactMap { row in
    (row.op as? MaxPool).map { OpCase(ArgMaxPool($0), row.operands, isLoose: true) }
  }

  /// Every pool with its extents rounded down and up, without and with its padding counted.
  static let averagePool: [OpCase] = pools.flatMap { pool in
    [(false, false), (false, true), (true, false), (true, true)].map { isCeil, countsPadding in
      OpCase(
        AveragePool(
          window: pool.window, stride: pool.stride, dilation: pool.dilation,
          padding: pool.padding, ceilMode: isCeil, countIncludePad: countsPadding),
        [TensorType(.f32, pool.x)])
    }
  }

  /// The geometries of both kinds of pool.
  private static let pools: [Pool] = [
    Pool([1, 1, 1], [1]),
    Pool([0, 1, 3], [2]),
    Pool([1, 1, 0], [2], padding: [Edges(2, 1)]),
    Pool([1, 1, 3, 2], [2, 1], padding: [Edges(5, 4), Edges(2, 3)]),
    Pool([2, 3, 6], [2], stride: [2]),
    Pool([1, 2, 7], [2], stride: [2]),
    Pool([1, 1, 7], [3], stride: [2], padding: [Edges(1, 1)]),
    Pool([1, 1, 9], [3], stride: [3], padding: [Edges(0, 2)]),
    Pool([1, 1, 8], [1], stride: [2]),
    Pool([1, 1, 11], [2], stride: [3], padding: [Edges(1, 0)]),
    Pool([1, 1, 10], [3], dilation: [2], padding: [Edges(2, 2)]),
    Pool([1, 1, 9], [2], stride: [2], dilation: [3], padding: [Edges(1, 2)]),
    Pool([1, 1, 3], [3], padding: [Edges(2, 2)]),
    Pool([1, 1, 5, 1], [2, 1], stride: [2, 1]),
    Pool([1, 2, 5, 6], [3, 2], stride: [2, 3], padding: [Edges(1, 0), Edges(0, 1)]),
    Pool(
      [1, 1, 5, 4, 3], [2, 3, 2], stride: [2, 1, 2], padding: [.none, Edges(1, 1), Edges(1, 0)]),
  ]

  /// An image and the geometry of a pool.
  private struct Pool {
    let x: [Int], window: [Int], stride: [Int], dilation: [Int], padding: [Edges]

    init(
      _ x: [Int], _ window: [Int], stride: [Int]? = nil, dilation: [Int]? = nil,
      padding: [Edges]? = nil
    ) {
      let plain = MaxPool.plain(rank: x.count)
      self.x = x
      self.window = window
      self.stride = stride ?? plain.stride
      self.dilation = dilation ?? plain.dilation
      self.padding = padding ?? plain.padding
    }
  }
}
