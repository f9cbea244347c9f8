import GraphIR

/// The rows of the generic suites, one file per op.
package enum OpCases {
  /// All rows; a new op adds a line.
  package static let all: [OpCase] = [
    leaves, pointwise, fused, convolution,
    transposedConvolution, maxPool, argMaxPool, averagePool, resize, pad, cumulativeSum, softmax,
    logSoftmax,
    slice, concatenate, reshape, transpose, broadcast, contract, blockSum, treeSum, treeRoots,
    treeJoin,
    reduce, partialReduce, argReduce, argSort, gather, gatherIndices, gatherND, scatterND, take,
    select, compare, cast, oneHot,
    iota, random,
    exchange, assemble,
  ].flatMap { $0 }
}

extension OpCases {
  static let leaves = [
    OpCase(Constant(NDArray(.f32, [2, 3], [1, -2, .infinity, 0, -0.0, 5])), []),
    OpCase(Constant(.random(TensorType(.i16, [5, 7]), seed: 1)), []),
    OpCase(Constant(NDArray(.bool, [], [1])), []),
  ]

  static let pointwise: [OpCase] =
    ScalarFunction.all.map { row in
      OpCase(
        Pointwise(row.name), Array(repeating: TensorType(.f32, [2, 3]), count: row.arity),
        isLoose: true)
    }
    + [
      OpCase(Pointwise("clamp", [-0.5, 0.25]), [TensorType(.f32, [4])], isLoose: true),
      OpCase(Pointwise("leaky_relu", [0.2]), [TensorType(.f32, [3, 1, 2])]),
      OpCase(Pointwise("add"), [TensorType(.f32, [2, 3]), TensorType(.f32, [2, 3])]),
      OpCase(Pointwise("tanh"), [TensorType(.f32, [])]),
    ]

  static let fused: [OpCase] = {
    let body = """
      graph @fused {
        %x = input @0 : f32[1, 2, 6]
        %w = input @1 : f32[3, 2, 3]
        %c = convolution(%x, %w) {padding = [[1, 1]]} : f32[1, 3, 6]
        %r = relu(%c) : f32[1, 3, 6]
        %y = add(%r, %c) : f32[1, 3, 6]
        output @y = %y
      }
      """
    // The text above is valid; the suites fail where it is not.
    guard let graph = try? Parser.graph(body) else { return [] }
    return [
      OpCase(
        Fused(body: graph), [TensorType(.f32, [1, 2, 6]), TensorType(.f32, [3, 2, 3])], varying: [])
    ]
  }()
}
