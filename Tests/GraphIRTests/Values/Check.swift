import GraphIR
import Testing

/// Checks the whole result of an op, bit for bit.
func check(
  _ op: any Op, _ operands: [NDArray], gives expected: NDArray,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let type = try op.resultType(operands.map { TensorType($0.elementType, $0.extents) })
  #expect(
    type == TensorType(expected.elementType, expected.extents), sourceLocation: sourceLocation)
  let result = op.evaluate(operands.map { PlacedArray($0) }, over: type.whole)
  #expect(
    result == expected, "\(result.spelling) is not \(expected.spelling)",
    sourceLocation: sourceLocation)
}

extension NDArray {
  /// The array with the given integers.
  static func integers(_ type: ElementType, _ extents: [Int], _ values: [Int64]) -> NDArray {
    NDArray(narrowing: values, to: type, extents)
  }

  /// The integers from 0 on.
  static func counting(_ type: ElementType, _ extents: [Int]) -> NDArray {
    integers(type, extents, (0..<extents.reduce(1, *)).map { Int64($0) })
  }
}
