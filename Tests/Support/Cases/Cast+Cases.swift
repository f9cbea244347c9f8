import GraphIR

extension OpCases {
  /// From every type to every type.
  static let cast: [OpCase] =
    ElementType.allCases.flatMap { type in
      [
        // Loose where small floats are all rounded to 0, as NaN is.
        OpCase(
          Cast(to: type), [TensorType(.f32, [2, 3])], isLoose: !type.isFloatingPoint),
        OpCase(Cast(to: type), [TensorType(.f32, [2, 5])], isLoose: type == .bool) {
          _, operand, _ in
          let first = type.isUnsigned ? 1 : -99
          let values = (0..<operand.count).map { Double($0 * 37 + first) * 1.25 }
          return NDArray(narrowing: values, to: operand.elementType, operand.extents)
        },
      ]
    } + [
      OpCase(Cast(to: .f16), [TensorType(.f32, [])]),
      OpCase(Cast(to: .f64), [TensorType(.f32, [0, 2])]),
      OpCase(Cast(to: .bf16), [TensorType(.f32, [2, 1, 3, 1, 2])]),
    ]

  /// Loose: a 0 stays 0 for many indices.
  static let oneHot: [OpCase] = [
    ([], 0, 3), ([4], 0, 3), ([4], 1, 5), ([2, 3], 1, 1), ([2, 3, 2], 3, 4), ([3], 0, 0),
    ([0], 1, 2),
  ].flatMap { (extents: [Int], axis: Int, depth: Int) in
    [ElementType.f32, .bf16, .i64, .bool].map { type in
      OpCase(
        OneHot(axis: axis, depth: depth, elementType: type), [TensorType(.i32, extents)],
        isLoose: true)
    }
  }
}
