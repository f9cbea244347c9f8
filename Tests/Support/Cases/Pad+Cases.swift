import GraphIR

extension OpCases {
  /// Every mode with edges shorter and longer than the tensor, and negative ones.
  static let pad: [OpCase] =
    [
      pad([], []),
      pad([0], [Edges(1, 2)]),
      pad([4], [Edges(-1, -3)]),
      pad([4], [Edges(2, 3)], value: 1.5),
      pad([4], [Edges(0, 2)], value: -0.0),
      pad([5], [Edges(1, 0)], interior: [2], value: 3),
      pad([7], [Edges(-2, -1)]),
      pad([5], [Edges(-3, 2)], interior: [1]),
      pad([5], [Edges(-4, -3)], interior: [2], value: 1),
      pad([3], [Edges(-7, 5)], value: 2),
      pad([1], [Edges(3, 2)], interior: [4]),
      pad([2, 1, 3, 4], [.none, Edges(0, 1), Edges(1, 2), Edges(-1, 1)], interior: [0, 0, 1, 2]),
    ]
    + [Pad.Mode.reflect, .replicate].flatMap { mode in
      [
        pad([4], [Edges(1, 1)], mode: mode),
        pad([5], [Edges(3, 4)], mode: mode),
        pad([3], [Edges(5, 8)], mode: mode),
        pad([2], [Edges(3, 4)], mode: mode),
        pad([1], [Edges(2, 3)], mode: mode),
        pad([6], [Edges(-2, 4)], mode: mode),
        pad([6], [Edges(2, -4)], mode: mode),
        pad([2, 3, 4], [.none, Edges(2, 1), Edges(0, 3)], mode: mode),
      ]
    }

  private static func pad(
    _ x: [Int], _ edges: [Edges], interior: [Int]? = nil, mode: Pad.Mode = .constant,
    value: Scalar = 0
  ) -> OpCase {
    let op = Pad(
      edges: edges, interior: interior ?? x.map { _ in 0 }, mode: mode, value: value)
    return OpCase(op, [TensorType(.f32, x)])
  }
}
