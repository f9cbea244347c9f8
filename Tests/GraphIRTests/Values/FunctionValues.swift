import GraphIR
import Testing

/// A pointwise function with its known values, in f64.
struct FunctionValues: Sendable, CustomTestStringConvertible {
  /// The function.
  let op: Pointwise
  /// Its values, to the digits that are written.
  let expected: [Double]

  /// The values of a function with plain parameters.
  init(_ function: String, _ expected: [Double]) { self.init(function, [], expected) }

  /// The values of a function with the given parameters.
  init(_ function: String, _ parameters: [Scalar], _ expected: [Double]) {
    op = Pointwise(function, parameters)
    self.expected = expected
  }

  /// The function and its parameters.
  var testDescription: String { "\(op.function) \(op.parameters.map(\.value))" }

  /// Expects that the function of the operands has the known values, each to 9 digits.
  func check(_ operands: [[Double]]) throws {
    let arrays = operands.map { NDArray(.f64, [$0.count], $0) }
    let type = try op.resultType(arrays.map { TensorType($0.elementType, $0.extents) })
    let result: [Double] = op.evaluate(arrays.map { PlacedArray($0) }, over: type.whole).widened()
    for (i, (found, expected)) in zip(result, expected).enumerated() {
      let isNear =
        found == expected || found.isNaN && expected.isNaN
        || abs(found - expected) <= 1e-9 * max(abs(expected), 1e-6)
      #expect(isNear, "of \(operands.map { $0[i] }) is \(found), expected \(expected)")
    }
  }
}

@Suite struct `a pointwise function` {
  @Test(arguments: FunctionValues.unary)
  func `of one operand has known values`(_ row: FunctionValues) throws {
    try row.check([FunctionValues.x])
  }

  @Test(arguments: FunctionValues.binary)
  func `of two operands has known values`(_ row: FunctionValues) throws {
    try row.check([FunctionValues.pairs.x, FunctionValues.pairs.y])
  }

  @Test func `keeps the sign of zero and NaN in sign`() {
    let x = PlacedArray(NDArray(.f64, [3], [0, -0.0, .nan]))
    #expect(Pointwise("sign").evaluate([x], over: Region([0..<3])) == x.data)
  }

  @Test(
    arguments: [
      ("divide", [2, -2, -2, 0], [7, -7, 7, 7], [3, 3, -3, 0]),
      ("remainder", [1, 2, -2, 7], [7, -7, 7, 7], [3, 3, -3, 0]),
      ("truncated_remainder", [1, -1, 1, 7], [7, -7, 7, 7], [3, 3, -3, 0]),
      ("power", [343, -1, 0, 1], [7, -1, 2, 5], [3, 3, -1, 0]),
      ("maximum", [7, 3, 7, 7], [7, -7, 7, 7], [3, 3, -3, 0]),
    ] as [(String, [Double], [Double], [Double])])
  func `of integers rounds toward zero, and is defined for a divisor of 0`(
    _ function: String, _ expected: [Double], _ x: [Double], _ y: [Double]
  ) {
    let operands = [x, y].map { PlacedArray(NDArray(.i32, [4], $0)) }
    #expect(
      Pointwise(function).evaluate(operands, over: Region([0..<4]))
        == NDArray(.i32, [4], expected))
  }
}
