import GraphIR

extension OpCases {
  /// Merges, splits, dimensions of extent 1, nothing, and hulls.
  static let reshape: [OpCase] = [
    reshape([], []),
    reshape([], [1, 1]),
    reshape([1, 1, 1], []),
    reshape([6], [6]),
    reshape([6], [2, 3]),
    reshape([2, 3], [6]),
    reshape([24], [2, 3, 4]),
    reshape([2, 3, 4], [24]),
    reshape([2, 3, 4], [6, 4]),
    reshape([6, 4], [2, 3, 2, 2]),
    reshape([1, 6, 1], [2, 1, 3]),
    reshape([1, 4], [4, 1]),
    reshape([5, 1, 3], [1, 5, 3, 1]),
    reshape([2, 15, 7], [2, 3, 5, 7]),
    reshape([3, 4, 5, 2], [3, 20, 2]),
    reshape([0, 3], [5, 0]),
    reshape([2, 0], [0]),
    // Neither of these extents divides the other: the box is a hull.
    reshape([6, 4], [4, 6], isLoose: true),
    reshape([2, 9, 2, 3], [6, 3, 6], isLoose: true),
  ]

  /// A reshape of f32 elements.
  private static func reshape(_ x: [Int], _ extents: [Int], isLoose: Bool = false) -> OpCase {
    OpCase(Reshape(extents: extents), [TensorType(.f32, x)], isLoose: isLoose)
  }
}
