import GraphIR
import Support
import Testing

/// An op on given operands with its known result, in f64.
struct ValueCase: Sendable, CustomTestStringConvertible {
  /// The op under test.
  let op: any Op
  /// Its operands.
  let operands: [NDArray]
  /// What it gives, to the digits that are written.
  let expected: NDArray
  /// The allowed difference, absolute and relative to the largest expected value.
  let tolerance: Double

  /// A case whose result has the given extents and elements.
  init(
    _ op: any Op, _ operands: [NDArray], _ extents: [Int], _ expected: [Double],
    within tolerance: Double = 1e-9
  ) {
    self.op = op
    self.operands = operands
    self.expected = NDArray(.f64, extents, expected)
    self.tolerance = tolerance
  }

  /// The op and its operands as text.
  var testDescription: String {
    OpCase(op, operands.map { TensorType($0.elementType, $0.extents) }).description
  }
}

extension NDArray {
  /// The f64 array whose element i is ((7·i + start) mod 11 − 5) / 4.
  static func pattern(_ extents: [Int], from start: Int = 0) -> NDArray {
    let count = extents.reduce(1, *)
    return NDArray(.f64, extents, (0..<count).map { Double(($0 * 7 + start) % 11 - 5) / 4 })
  }
}

/// Expects that the op's whole result has the extents and, to rounding, the elements of `expected`.
func check(_ row: ValueCase) throws {
  let types = row.operands.map { TensorType($0.elementType, $0.extents) }
  let type = try row.op.resultType(types)
  #expect(type == TensorType(.f64, row.expected.extents))
  if type.extents != row.expected.extents { return }
  let result = row.op.evaluate(row.operands.map { PlacedArray($0) }, over: type.whole)
  let comparison = Comparison(result, to: row.expected)
  #expect(
    comparison.isWithin(absolute: row.tolerance, relative: row.tolerance),
    "\(result.spelling), expected \(row.expected.spelling)")
}

@Suite struct `an op gives known values` {
  @Test(arguments: ValueCase.convolution)
  func `as a convolution`(_ row: ValueCase) throws { try check(row) }

  @Test(arguments: ValueCase.transposedConvolution)
  func `as a transposed convolution`(_ row: ValueCase) throws { try check(row) }

  @Test(arguments: ValueCase.maxPool)
  func `as a maximum pool`(_ row: ValueCase) throws { try check(row) }

  @Test(arguments: ValueCase.averagePool + ValueCase.averagePoolOfONNX)
  func `as an average pool`(_ row: ValueCase) throws { try check(row) }

  @Test(
    arguments: ValueCase.interpolate + ValueCase.resizeOfONNX + ValueCase.resizeOfReference)
  func `as a resize`(_ row: ValueCase) throws { try check(row) }

  @Test(arguments: ValueCase.pad)
  func `as a pad`(_ row: ValueCase) throws { try check(row) }

  @Test(arguments: ValueCase.cumulativeSum)
  func `as a cumulative sum`(_ row: ValueCase) throws { try check(row) }

  @Test(arguments: ValueCase.softmax)
  func `as a softmax or its logarithm`(_ row: ValueCase) throws { try check(row) }
}
