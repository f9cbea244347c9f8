import GraphIR
import NDArrays

/// Functions of integers that the standard has no operator for, or whose operator has no value for
/// some operands.
struct IntegerFormula {
  /// The call.
  let call: StandardCall
  /// The element type: i32, i64 or u64.
  let type: ElementType

  private var x: String { call[0] }
  private var y: String { call[1] }
  private func number(_ value: Double) -> String { call.number(value, type) }
  private func node(_ name: String, _ operands: String...) -> String { call.node(name, operands) }

  /// The second operand with 1 in place of 0, and where it is 0.
  private func divisor() -> (value: String, isZero: String) {
    let isZero = node("Equal", y, number(0))
    return (node("Where", isZero, number(1), y), isZero)
  }

  /// x / y toward zero; 0 where y is.
  func quotient() -> String {
    let (divisor, isZero) = divisor()
    return node("Where", isZero, number(0), node("Div", x, divisor))
  }

  /// The rest of a division rounded down; x where y is 0.
  func remainder() -> String {
    let (divisor, isZero) = divisor()
    return node("Where", isZero, x, node("Mod", x, divisor))
  }

  /// The rest of a division toward zero; x where y is 0.
  func truncatedRemainder() -> String {
    node("Sub", x, node("Mul", quotient(), y))
  }

  /// x shifted by y bits, to the other side where y is negative.
  func shift(left: Bool) -> String {
    if type == .u64 { return unsignedShift(left: left) }
    let wide = call.casting(to: .i64)
    let (zero, limit) = (call.number(0, .i64), call.number(63, .i64))
    let bits = left ? wide[1] : wide.node("Neg", [wide[1]])
    func power(_ count: String) -> String {
      let powers = (0..<64).map { Int64(truncatingIfNeeded: UInt64(1) << UInt64($0)) }
      let table = call.nodes.constant(NDArray(narrowing: powers, to: .i64, [64]), "powers")
      return call.node("Gather", [table, call.node("Clip", [count, zero, limit])])
    }
    let isFar = call.node("Greater", [bits, limit])
    let raised = call.node(
      "Where", [isFar, zero, call.node("Mul", [wide[0], power(bits)])])
    // Rounded down: the rest has the divisor's sign, which is positive below 63 bits.
    let down = call.node("Neg", [bits])
    let divisor = call.node("Min", [power(down), call.number(0x1p62, .i64)])
    let positive = call.node("Max", [divisor, call.number(1, .i64)])
    let rest = call.node("Mod", [wide[0], positive])
    let nearly = call.node("Div", [call.node("Sub", [wide[0], rest]), positive])
    let sign = call.node(
      "Where",
      [call.node("Less", [wide[0], zero]), call.number(-1, .i64), zero])
    let lowered = call.node(
      "Where", [call.node("Greater", [down, call.number(62, .i64)]), sign, nearly])
    let result = call.node(
      "Where", [call.node("Less", [bits, zero]), lowered, raised])
    return call.cast(result, .i64, to: type)
  }

  /// x shifted by y bits; 0 from 64 on.
  private func unsignedShift(left: Bool) -> String {
    let isNear = node("Less", y, number(64))
    let shifted = call.node(
      "BitShift", [x, node("Min", y, number(63))],
      [.string("direction", left ? "LEFT" : "RIGHT")])
    return node("Mul", shifted, call.cast(isNear, .bool, to: .u64))
  }
}
