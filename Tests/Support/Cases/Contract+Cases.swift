import GraphIR

extension OpCases {
  /// With and without batch, contracted and free dimensions, in any order, and empty.
  static let contract: [OpCase] = [
    contract([], [], over: []),
    contract([5], [5], over: [[0, 0]]),
    contract([2], [3], over: []),
    contract([4], [4], batch: [[0, 0]], over: []),
    contract([3, 4], [4, 5], over: [[1, 0]]),
    contract([3, 4], [5, 4], over: [[1, 1]]),
    contract([1, 1], [1, 3], over: [[1, 0]]),
    contract([2, 0], [0, 3], over: [[1, 0]]),
    contract([2, 3], [3, 0], over: [[1, 0]]),
    contract([2, 3, 4], [2, 4, 5], batch: [[0, 0]], over: [[2, 1]]),
    contract([2, 3, 4], [4, 3, 2], over: [[0, 2], [2, 0]]),
    contract([3, 2, 3], [2, 5], over: [[1, 0]]),
    contract(
      [2, 3, 4, 5, 2], [5, 3, 2, 4, 3], batch: [[1, 1], [0, 2]], over: [[3, 0], [2, 3]]),
  ]

  /// A contraction of f32 tensors.
  private static func contract(
    _ left: [Int], _ right: [Int], batch: [[Int]] = [], over contracting: [[Int]]
  ) -> OpCase {
    OpCase(
      Contract(batch: batch, contracting: contracting),
      [TensorType(.f32, left), TensorType(.f32, right)])
  }
}
