import GraphIR

extension OpCases {
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

  private static func transpose(_ x: [Int], _ permutation: [Int]) -> OpCase {
    OpCase(Transpose(permutation: permutation), [TensorType(.f32, x)])
  }
}
