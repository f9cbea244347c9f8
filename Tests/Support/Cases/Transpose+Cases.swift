import GraphIR

extension OpCases {
  /// Permutations of up to six dimensions, some their own inverse.
  static let transpose: [OpCase] = [
    transpose([], []),
    transpose([5], [0]),
    transpose([2, 3], [1, 0]),
    transpose([2, 3], [0, 1]),
    transpose([0, 3], [1, 0]),
    transpose([2, 3, 4], [1, 2, 0]),
    transpose([2, 3, 4], [2, 0, 1]),
    transpose([1, 5, 1, 3], [3, 2, 1, 0]),
    transpose([2, 3, 1, 4, 2, 3], [4, 1, 5, 0, 3, 2]),
  ]

  /// A transpose of f32 elements.
  private static func transpose(_ x: [Int], _ permutation: [Int]) -> OpCase {
    OpCase(Transpose(permutation: permutation), [TensorType(.f32, x)])
  }
}
