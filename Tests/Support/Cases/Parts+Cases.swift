import GraphIR

extension OpCases {
  /// Segments of all kinds. The logical functions and the product are loose: a bit or a zero hides
  /// others.
  static let partialReduce: [OpCase] = Reduce.Function.allCases.flatMap { function in
    let isLoose = function != .maximum && function != .minimum
    return [
      ([], [], []), ([3], [], []), ([1], [0], [[]]), ([7], [0], [[3]]), ([5], [0], [[0, 2, 2, 5]]),
      ([0, 2], [0], [[0]]), ([3, 5], [1], [[1, 4]]), ([3, 5], [1, 0], [[2], [1, 2]]),
      ([4, 6], [0, 1], [[0, 2], [3, 3]]), ([2, 3, 1, 2, 4], [4, 0, 2], [[1, 2], [], []]),
    ].map { (x: [Int], axes: [Int], cuts: [[Int]]) in
      OpCase(
        PartialReduce(function: function, axes: axes, cuts: cuts), [TensorType(.f32, x)],
        isLoose: isLoose)
    }
  }

  /// Nodes of complete and incomplete trees.
  static let treeRoots: [OpCase] = treeParts.map { x, axis, cuts in
    OpCase(TreeRoots(axis: axis, cuts: cuts), [TensorType(.f32, x)])
  }

  /// The sums of them.
  static let treeJoin: [OpCase] = treeParts.map { x, axis, cuts in
    var roots = x
    roots[axis] = AxisParts(rootsBetween: cuts, extent: x[axis]).count
    return OpCase(
      TreeJoin(axis: axis, count: x[axis], cuts: cuts), [TensorType(.f32, roots)])
  }

  /// Extents, an axis and cuts of it.
  private static let treeParts: [([Int], Int, [Int])] = [
    ([1], 0, []), ([5], 0, []), ([8], 0, [4]), ([8], 0, [5]), ([7], 0, [1, 1, 6]),
    ([13], 0, [0, 6, 12, 13]), ([0, 2], 0, [0]), ([2, 5], 1, [3]), ([6, 3], 0, [3, 4]),
    ([2, 3, 1, 7, 2], 3, [2, 5]),
  ]
}
