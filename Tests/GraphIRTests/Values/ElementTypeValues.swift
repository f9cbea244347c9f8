import GraphIR
import Testing

/// An op on one operand of any element type with its exact result.
struct ExactCase: Sendable, CustomTestStringConvertible {
  /// What the case shows.
  let testDescription: String
  /// The op under test.
  let op: any Op
  /// Its operands.
  let operands: [NDArray]
  /// What it gives, bit for bit.
  let expected: NDArray

  /// A case that shows what `description` says.
  init(_ description: String, _ op: any Op, _ operands: [NDArray], _ expected: NDArray) {
    testDescription = description
    self.op = op
    self.operands = operands
    self.expected = expected
  }

  /// Expects the exact result.
  func check() throws {
    let type = try op.resultType(operands.map { TensorType($0.elementType, $0.extents) })
    let result = op.evaluate(operands.map { PlacedArray($0) }, over: type.whole)
    #expect(result == expected, "\(result.spelling), expected \(expected.spelling)")
  }
}

@Suite struct `an op over windows` {
  @Test(arguments: ExactCase.all)
  func `gives exact values for each kind of element`(_ row: ExactCase) throws { try row.check() }
}

extension ExactCase {
  private static let maxPool = MaxPool(
    window: [2], stride: [2], dilation: [1], padding: [Edges(2, 0)])
  private static let averagePool = AveragePool(
    window: [2], stride: [2], dilation: [1], padding: [Edges(2, 0)])
  private static let convolution = Convolution(stride: [1], dilation: [1], padding: [.none])

  /// All cases.
  static let all: [ExactCase] = [
    ExactCase(
      "the maximum of padding is −∞, and NaN is the largest", maxPool,
      [NDArray(.f32, [1, 1, 4], [1, .nan, -3, -2])],
      NDArray(.f32, [1, 1, 3], [-.infinity, .nan, -2])),
    ExactCase(
      "the maximum of padding is the least i8", maxPool,
      [NDArray(.i8, [1, 1, 2], [-7, -5])], NDArray(.i8, [1, 1, 2], [-128, -5])),
    ExactCase(
      "the maximum of u64 compares without a sign", maxPool,
      [NDArray(.u64, [1, 1, 2], [1, 0x1p63])], NDArray(.u64, [1, 1, 2], [0, 0x1p63])),
    ExactCase(
      "relu of u64 has no sign to look at", Pointwise("relu"),
      [NDArray(.u64, [2], [1, 0x1p63])], NDArray(.u64, [2], [1, 0x1p63])),
    ExactCase(
      "abs of u64 has no sign to look at", Pointwise("abs"),
      [NDArray(.u64, [2], [1, 0x1p63])], NDArray(.u64, [2], [1, 0x1p63])),
    ExactCase(
      "sign of u64 is never negative", Pointwise("sign"),
      [NDArray(.u64, [2], [0, 0x1p63])], NDArray(.u64, [2], [0, 1])),
    ExactCase(
      "a shift of u64 by 2^63 leaves nothing", Pointwise("shift_right"),
      [NDArray(.u64, [2], [8, 0x1p63]), NDArray(.u64, [2], [2, 0x1p63])],
      NDArray(.u64, [2], [2, 0])),
    ExactCase(
      "a power of u64 takes a large exponent", Pointwise("power"),
      [NDArray(.u64, [2], [1, 2]), NDArray(.u64, [2], [0x1p63, 3])],
      NDArray(.u64, [2], [1, 8])),
    ExactCase(
      "the mean of padding is 0", averagePool,
      [NDArray(.f32, [1, 1, 2], [1, 2])], NDArray(.f32, [1, 1, 2], [0, 1.5])),
    ExactCase(
      "sums of f16 are rounded once", convolution,
      [NDArray(.f16, [1, 1, 3], [2048, 1, 1]), NDArray(.f16, [1, 1, 3], [1, 1, 1])],
      NDArray(.f16, [1, 1, 1], [2050])),
    ExactCase(
      "sums of i8 wrap", convolution,
      [NDArray(.i8, [1, 1, 2], [100, 100]), NDArray(.i8, [1, 1, 2], [1, 1])],
      NDArray(.i8, [1, 1, 1], [-56])),
    ExactCase(
      "prefixes of f16 are rounded once", CumulativeSum(axis: 0),
      [NDArray(.f16, [3], [2048, 1, 1])], NDArray(.f16, [3], [2048, 2048, 2050])),
    ExactCase(
      "a nearest neighbour may be an integer", Resize(extents: [4], mode: .nearest),
      [NDArray(.i64, [1, 1, 2], [0x1p62, -1])],
      NDArray(.i64, [1, 1, 4], [0x1p62, 0x1p62, -1, -1])),
    ExactCase(
      "added cells are converted", Pad(edges: [Edges(1, 0)], interior: [0], value: 300),
      [NDArray(.i8, [1], [5])], NDArray(.i8, [2], [127, 5])),
    ExactCase(
      "added cells may be true", Pad(edges: [Edges(0, 1)], interior: [0], value: 1),
      [NDArray(.bool, [1], [0])], NDArray(.bool, [2], [0, 1])),
    ExactCase(
      "the softmax of large numbers is finite", Softmax(axes: [0]),
      [NDArray(.f32, [2], [1e30, 1e30])], NDArray(.f32, [2], [0.5, 0.5])),
  ]
}
