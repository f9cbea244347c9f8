import GraphIR

extension ValueCase {
  /// What NumPy gives for `pad` of what negative edges leave.
  static let pad: [ValueCase] = [
    ValueCase(
      Pad(edges: [Edges(2, 3)], interior: [0], mode: .constant, value: 1.5), [.pattern([4])],
      [9], [1.5, 1.5, -1.25, 0.5, -0.5, 1.25, 1.5, 1.5, 1.5]),
    ValueCase(
      Pad(edges: [Edges(1, 0), Edges(-1, 2)], interior: [0, 0], mode: .constant),
      [.pattern([2, 3])],
      [3, 4], [0, 0, 0, 0, 0.5, -0.5, 0, 0, 0.25, -0.75, 0, 0]),
    ValueCase(
      Pad(edges: [Edges(-2, -1)], interior: [0], mode: .constant), [.pattern([5])],
      [2], [-0.5, 1.25]),
    ValueCase(
      Pad(edges: [Edges(3, 2)], interior: [0], mode: .reflect), [.pattern([4])],
      [9], [1.25, -0.5, 0.5, -1.25, 0.5, -0.5, 1.25, -0.5, 0.5]),
    ValueCase(
      Pad(edges: [Edges(5, 8)], interior: [0], mode: .reflect), [.pattern([3])],
      [16],
      [0.5, -1.25, 0.5, -0.5, 0.5, -1.25, 0.5, -0.5, 0.5, -1.25, 0.5, -0.5, 0.5, -1.25, 0.5, -0.5]),
    ValueCase(
      Pad(edges: [Edges(2, 1)], interior: [0], mode: .reflect), [.pattern([1])],
      [4], [-1.25, -1.25, -1.25, -1.25]),
    ValueCase(
      Pad(edges: [Edges(-2, 2)], interior: [0], mode: .reflect), [.pattern([6])],
      [6], [-0.5, 1.25, 0.25, -0.75, 0.25, 1.25]),
    ValueCase(
      Pad(edges: [Edges(1, 1), Edges(2, 0)], interior: [0, 0], mode: .reflect), [.pattern([2, 3])],
      [4, 5],
      [
        -0.75, 0.25, 1.25, 0.25, -0.75, -0.5, 0.5, -1.25, 0.5, -0.5, -0.75, 0.25, 1.25, 0.25, -0.75,
        -0.5, 0.5, -1.25, 0.5, -0.5,
      ]),
    ValueCase(
      Pad(edges: [Edges(3, 2)], interior: [0], mode: .replicate), [.pattern([4])],
      [9], [-1.25, -1.25, -1.25, -1.25, 0.5, -0.5, 1.25, 1.25, 1.25]),
    ValueCase(
      Pad(edges: [Edges(5, 8)], interior: [0], mode: .replicate), [.pattern([3])],
      [16],
      [
        -1.25, -1.25, -1.25, -1.25, -1.25, -1.25, 0.5, -0.5, -0.5, -0.5, -0.5, -0.5, -0.5, -0.5,
        -0.5, -0.5,
      ]),
    ValueCase(
      Pad(edges: [Edges(2, 1)], interior: [0], mode: .replicate), [.pattern([1])],
      [4], [-1.25, -1.25, -1.25, -1.25]),
    ValueCase(
      Pad(edges: [Edges(-2, 2)], interior: [0], mode: .replicate), [.pattern([6])],
      [6], [-0.5, 1.25, 0.25, -0.75, -0.75, -0.75]),
    ValueCase(
      Pad(edges: [Edges(1, 1), Edges(2, 0)], interior: [0, 0], mode: .replicate),
      [.pattern([2, 3])],
      [4, 5],
      [
        -1.25, -1.25, -1.25, 0.5, -0.5, -1.25, -1.25, -1.25, 0.5, -0.5, 1.25, 1.25, 1.25, 0.25,
        -0.75, 1.25, 1.25, 1.25, 0.25, -0.75,
      ]),
    ValueCase(
      Pad(edges: [Edges(1, 2)], interior: [2], mode: .constant, value: 9), [.pattern([3])],
      [10], [9, -1.25, 9, 9, 0.5, 9, 9, -0.5, 9, 9]),
    ValueCase(
      Pad(edges: [Edges(0, 1), Edges(-1, -2)], interior: [1, 2], mode: .constant),
      [.pattern([2, 3])],
      [4, 4], [0, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0.25, 0, 0, 0, 0, 0]),
  ]
}
