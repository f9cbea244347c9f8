import GraphIR

extension OpCases {
  /// One axis and two.
  static let softmax: [OpCase] = axes.map { OpCase(Softmax(axes: $1), [TensorType(.f32, $0)]) }
  /// One axis and two.
  static let logSoftmax: [OpCase] = axes.map {
    OpCase(LogSoftmax(axes: $1), [TensorType(.f32, $0)])
  }

  /// Extents with axes.
  private static let axes: [([Int], [Int])] = [
    ([5], [0]), ([0, 3], [1]), ([3, 0], [1]), ([2, 3], [1]), ([3, 2], [0]), ([2, 4, 3], [1]),
    ([2, 3, 2, 3], [2, 3]),
    ([2, 3, 4], [2, 0]),
  ]
}
