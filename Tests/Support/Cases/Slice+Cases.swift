import GraphIR

extension OpCases {
  /// Forward and backward, spaced, empty, and at both ends.
  static let slice: [OpCase] = [
    slice([], [], [], []),
    slice([1], [0], [1], [1]),
    slice([7], [1], [5], [1]),
    slice([7], [6], [7], [-1]),
    slice([7], [5], [3], [-2]),
    slice([8], [1], [3], [3]),
    slice([4], [2], [0], [1]),
    slice([0, 3], [0, 1], [0, 2], [1, 1]),
    slice([5, 1, 6], [4, 0, 0], [2, 1, 3], [-3, 5, 2]),
    slice([2, 3, 2, 3, 5], [0, 1, 1, 2, 0], [2, 2, 1, 3, 2], [1, 1, 1, -1, 4]),
  ]

  /// A slice of f32 elements.
  private static func slice(_ x: [Int], _ start: [Int], _ count: [Int], _ step: [Int]) -> OpCase {
    OpCase(Slice(start: start, count: count, step: step), [TensorType(.f32, x)])
  }
}
