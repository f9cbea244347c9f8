import GraphIR

extension OpCases {
  /// Every type of number, and one that wraps.
  static let iota: [OpCase] =
    ElementType.allCases.filter { $0 != .bool }.map { type in
      OpCase(Iota(type: TensorType(type, [3, 5]), axis: 1), [])
    } + [
      OpCase(Iota(type: TensorType(.u8, [300]), axis: 0), []),
      OpCase(Iota(type: TensorType(.f32, [2, 0]), axis: 0), []),
      OpCase(Iota(type: TensorType(.f32, [2, 3, 1, 2, 4]), axis: 1), []),
    ]

  /// Every distribution, types of any rank, and names that text quotes.
  static let random: [OpCase] =
    Random.Distribution.allCases.flatMap { distribution in
      [
        TensorType(.f32, []), TensorType(.f64, [7]), TensorType(.bf16, [3, 1, 5]),
        TensorType(.f16, [0, 3]), TensorType(.f32, [2, 3, 2, 3, 2]),
      ].map { type in
        OpCase(
          Random(
            type: type, distribution: distribution, first: 0.25, second: 2.5, name: "noise \(type)",
            seed: -7), [])
      }
    } + [
      OpCase(
        Random(
          type: TensorType(.bool, [4, 6]), distribution: .bernoulli, first: 0.5, name: "mask"), []),
      OpCase(
        Random(
          type: TensorType(.u8, [9]), distribution: .bernoulli, first: 0.9, name: "encoder.0",
          seed: .max), []),
    ]
}
