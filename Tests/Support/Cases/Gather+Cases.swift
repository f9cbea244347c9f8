import GraphIR

extension OpCases {
  /// All are loose: any index may come.
  static let gather: [OpCase] = [
    gather([5], [], axis: 0),
    gather([5], [4], axis: 0),
    gather([1], [3], axis: 0),
    gather([3], [0], axis: 0),
    gather([0, 3], [0, 2], axis: 0),
    gather([4, 3], [2], axis: 1),
    gather([4, 3], [2, 5], axis: 0),
    gather([2, 4, 3], [1], axis: 1),
    gather([2, 4, 1, 3], [2, 3], axis: 3),
  ]

  /// Vectors of one index and more, with and without common dimensions. All are loose.
  static let gatherND: [OpCase] = vectors.map { x, indices, batch in
    OpCase(
      GatherND(batch: batch), [TensorType(.f32, x), TensorType(.i64, indices)], varying: [0],
      isLoose: true, fill: someIndices)
  }

  /// The same places, written with every reduction. All are loose.
  static let scatterND: [OpCase] = ScatterND.Reduction.allCases.flatMap { reduction in
    vectors.map { x, indices, batch in
      let updates = indices.dropLast() + x.dropFirst(batch + indices[indices.count - 1])
      let types = [
        TensorType(.f32, x), TensorType(.i64, indices), TensorType(.f32, Array(updates)),
      ]
      return OpCase(
        ScatterND(batch: batch, reduction: reduction), types, varying: [0, 2], isLoose: true,
        fill: someIndices)
    }
  }

  /// Extents of a tensor and of vectors of indices, and the number of common dimensions.
  private static let vectors = [
    ([5], [1], 0), ([5], [7, 1], 0), ([4, 3], [2, 2], 0), ([4, 3], [3, 1], 0),
    ([4, 3], [4, 2, 1], 1), ([3], [0, 1], 0), ([3, 2], [0, 2, 1], 0), ([2, 0], [3, 1], 0),
    ([2, 3, 4], [2, 5, 1], 1), ([2, 3, 4, 2], [2, 3, 6, 1], 2), ([2, 6, 5, 3], [2, 3, 4, 2], 1),
    ([6, 2, 3, 4], [2, 3, 3], 0),
  ]

  /// Indices in and out of order, repeated, and none.
  static let take: [OpCase] = [
    take([1], axis: 0, [0]),
    take([5], axis: 0, [4, 0, 0, 2]),
    take([5], axis: 0, [2]),
    take([5], axis: 0, []),
    take([4, 3], axis: 1, [1, 1, 1, 1, 2]),
    take([6, 2, 3], axis: 0, [0, 2, 4, 5, 3, 1]),
    take([2, 3, 2, 7, 2], axis: 3, [6, 3, 3]),
  ]

  /// A gather of f32 elements at random indices.
  private static func gather(_ x: [Int], _ indices: [Int], axis: Int) -> OpCase {
    let types = [TensorType(.f32, x), TensorType(.i64, indices)]
    return OpCase(Gather(axis: axis), types, varying: [0], isLoose: true, fill: someIndices)
  }

  /// A gather of f32 elements at known indices.
  private static func take(_ x: [Int], axis: Int, _ indices: [Int]) -> OpCase {
    OpCase(Take(axis: axis, indices: indices), [TensorType(.f32, x)])
  }

  /// All element types of indices.
  static let gatherIndices = [
    OpCase(
      Gather(axis: 1), [TensorType(.f32, [2, 5]), TensorType(.i32, [3, 2])], varying: [1],
      isLoose: true, fill: someIndices)
  ]

  /// Returns indices in −9 ... 9, so that some are negative, repeated or outside.
  private static let someIndices:
    @Sendable (_ operand: Int, _ type: TensorType, _ seed: UInt64) -> NDArray? = {
      operand, type, seed in
      if operand != 1 { return nil }
      let random = CounterRandom(seed: seed, name: "indices")
      let values = (0..<type.count).map { Int64(random.bits($0).0 >> 8 % 19) - 9 }
      return NDArray(narrowing: values, to: type.elementType, type.extents)
    }
}
