import GraphIR

extension OpCases {
  /// Each direction, with and without the element itself.
  static let cumulativeSum: [OpCase] = [(false, false), (false, true), (true, false), (true, true)]
    .flatMap { exclusive, reverse in
      [
        ([4], 0), ([0], 0), ([0, 3], 1), ([3, 1, 2], 1), ([2, 5, 3], 1), ([3, 4], 0),
        ([2, 2, 7], 2),
      ].map { extents, axis in
        OpCase(
          CumulativeSum(axis: axis, exclusive: exclusive, reverse: reverse),
          [TensorType(.f32, extents)])
      }
    }
}
