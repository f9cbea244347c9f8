import GraphIR

extension OpCases {
  /// To new dimensions, from extent 1, permuted, and to nothing.
  static let broadcast: [OpCase] = [
    broadcast([], to: [], []),
    broadcast([], to: [3, 2], []),
    broadcast([1], to: [4], [0]),
    broadcast([3], to: [3], [0]),
    broadcast([3], to: [2, 3, 5], [1]),
    broadcast([1, 3], to: [2, 3], [0, 1]),
    broadcast([2, 3], to: [3, 4, 2], [2, 0]),
    broadcast([1, 3, 1], to: [5, 3, 2, 3], [3, 1, 0]),
    broadcast([1], to: [0, 2], [0]),
    broadcast([2, 1, 1, 1, 3], to: [2, 3, 1, 2, 3], [0, 1, 2, 3, 4]),
  ]

  /// A broadcast of f32 elements.
  private static func broadcast(_ x: [Int], to extents: [Int], _ axes: [Int]) -> OpCase {
    OpCase(Broadcast(extents: extents, axes: axes), [TensorType(.f32, x)])
  }
}
