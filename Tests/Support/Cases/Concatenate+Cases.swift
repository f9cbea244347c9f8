import GraphIR

extension OpCases {
  /// One and several operands, empty ones among them, along each kind of axis.
  static let concatenate: [OpCase] = [
    concatenate(axis: 0, [[3]]),
    concatenate(axis: 0, [[1], [1]]),
    concatenate(axis: 0, [[2], [0], [5], [1]]),
    concatenate(axis: 0, [[0, 2], [0, 2]]),
    concatenate(axis: 1, [[1, 2, 3], [1, 4, 3]]),
    concatenate(axis: 2, [[2, 3, 1], [2, 3, 4], [2, 3, 2]]),
    concatenate(axis: 1, [[2, 1, 2, 3, 2], [2, 3, 2, 3, 2]]),
  ]

  /// A concatenation of f32 tensors of the given extents.
  private static func concatenate(axis: Int, _ extents: [[Int]]) -> OpCase {
    OpCase(Concatenate(axis: axis), extents.map { TensorType(.f32, $0) })
  }
}
