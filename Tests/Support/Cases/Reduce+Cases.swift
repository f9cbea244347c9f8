import GraphIR

extension OpCases {
  /// The logical functions are loose: many bits do not change their result.
  static let reduce: [OpCase] = Reduce.Function.allCases.flatMap { function in
    let isLoose = function == .and || function == .or
    return [
      ([], []), ([3], []), ([1], [0]), ([7], [0]), ([0, 2], [0]), ([2, 0], [0]), ([3, 5], [1]),
      ([3, 5], [1, 0]), ([2, 3, 4], [1]), ([2, 3, 1, 2, 3], [4, 0, 2]),
      ([Int](repeating: 1, count: 33), [0, 32]),
    ].map { (x: [Int], axes: [Int]) in
      OpCase(Reduce(function: function, axes: axes), [TensorType(.f32, x)], isLoose: isLoose)
    }
  }

  /// Random elements are loose: NaN may take the place of what is already the extreme. The others
  /// have it in the middle of the axis.
  static let argReduce: [OpCase] = [ArgReduce.Function.maximum, .minimum].flatMap { function in
    [false, true].flatMap { lastIndex in
      argReduceShapes.flatMap { (x: [Int], axis: Int) in
        let op = ArgReduce(function: function, axis: axis, lastIndex: lastIndex)
        return [
          OpCase(op, [TensorType(.f32, x)], isLoose: true),
          OpCase(op, [TensorType(.f32, x)], isLoose: x[axis] < 3) { _, type, _ in
            var values: [Double] = []
            type.whole.forEach { index in
              let distance = abs(index[axis] - type.extents[axis] / 2)
              values.append(Double(function == .maximum ? 9 - distance : distance))
            }
            return NDArray(narrowing: values, to: type.elementType, type.extents)
          },
        ]
      }
    }
  }

  /// Rising and falling orders. All are loose: an element may stay where it is.
  static let argSort: [OpCase] = [false, true].flatMap { descending in
    argReduceShapes.map { (x: [Int], axis: Int) in
      OpCase(ArgSort(axis: axis, descending: descending), [TensorType(.f32, x)], isLoose: true)
    }
  }

  /// Extents and the axis that is searched.
  private static let argReduceShapes = [
    ([5], 0), ([3, 1], 1), ([4, 6], 1), ([6, 4], 0), ([2, 7, 3], 1), ([2, 0], 0),
    ([2, 2, 5, 2, 2], 2),
  ]
}
