import GraphIR

extension OpCases {
  /// Loose: which operand is needed depends on the condition.
  static let select: [OpCase] = [[], [1], [0], [5], [2, 3], [2, 1, 3, 2, 2]].map { extents in
    OpCase(
      Select(), [TensorType(.bool, extents), TensorType(.f32, extents), TensorType(.f32, extents)],
      varying: [1, 2], isLoose: true)
  }

  /// Random operands are loose: most changes do not change a comparison. The others are made so
  /// that NaN does.
  static let compare: [OpCase] = Compare.Relation.allCases.flatMap { relation in
    [[], [5], [0], [3, 1, 2]].map { extents in
      OpCase(
        Compare(comparison: relation), [TensorType(.f32, extents), TensorType(.f32, extents)],
        isLoose: true)
    } + [
      OpCase(
        Compare(comparison: relation), [TensorType(.f32, [3, 4]), TensorType(.f32, [3, 4])],
        varying: []
      ) { operand, type, _ in
        let offset = operand == 1 ? distance(relation) : 0
        return NDArray(.f32, type.extents, (0..<type.count).map { Double($0) + offset })
      }
    ]
  }

  /// Returns what to add to a number so that the comparison holds, but not for `not_equal`.
  private static func distance(_ relation: Compare.Relation) -> Double {
    switch relation {
    case .equal, .notEqual, .lessOrEqual, .greaterOrEqual: 0
    case .less: 1
    case .greater: -1
    }
  }
}
