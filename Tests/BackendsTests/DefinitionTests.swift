import ReferenceBackend
import Support
import Testing

/// Definitions of large values, which are computed piece by piece.
@Suite struct `a definition in pieces` {
  /// Ops with what they read, more than one piece takes.
  private static let cases: [(op: any Op, operands: [[Int]])] = [
    (
      Convolution(stride: [2, 1], dilation: [1, 2], padding: [Edges(1, 0), Edges(3, 2)]),
      [[2, 9, 90, 101], [7, 9, 3, 4]]
    ),
    (Pointwise("tanh"), [[3, 5, 70, 80]]),
    (CumulativeSum(axis: 1), [[4, 60, 600]]),
    (Softmax(axes: [0, 2]), [[90, 5, 300]]),
    (Concatenate(axis: 1), [[2, 300, 200], [2, 1, 200]]),
  ]

  @Test(arguments: cases.indices)
  func `has the bits of the whole with any number of threads`(_ index: Int) throws {
    let (op, extents) = Self.cases[index]
    let types = extents.map { TensorType(.f32, $0) }
    let arrays = types.enumerated().map { index, type in
      PlacedArray(.random(type, seed: 5, name: "\(index)"))
    }
    let expected = op.evaluate(arrays, over: Region(whole: try op.resultType(types).extents))
    for threads in 1...3 {
      let result = try run(op, arrays, on: ReferenceBackend(), threads: threads)
      #expect(result == expected, "\(op) with \(threads) threads")
    }
  }
}
