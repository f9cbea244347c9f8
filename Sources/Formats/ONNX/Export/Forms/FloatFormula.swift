import GraphIR
import NDArrays

/// Functions of floats that the standard has no operator for.
struct FloatFormula {
  /// The call.
  let call: StandardCall
  /// The element type.
  let type: ElementType

  /// 1 / log(2).
  private static let logarithmBase = 1.4426950408889634

  private var x: String { call[0] }
  private var y: String { call[1] }
  private func number(_ value: Double) -> String { call.number(value, type) }
  private func node(_ name: String, _ operands: String...) -> String { call.node(name, operands) }

  /// Returns the value of a function of a name.
  func value(_ function: String) throws(Diagnostic) -> String {
    switch function {
    case "square": return node("Mul", x, x)
    case "rsqrt": return node("Reciprocal", node("Sqrt", x))
    case "silu": return node("Mul", x, node("Sigmoid", x))
    case "log2": return node("Mul", node("Log", x), number(Self.logarithmBase))
    case "expm1": return exponentialMinusOne()
    case "log1p": return logarithmOfOnePlus()
    case "remainder": return remainder()
    case "atan2": return angle()
    default: throw Diagnostic("\(function): has no form in ONNX")
    }
  }

  /// exp(x) − 1 = tanh(x / 2) · (exp(x) + 1), which is exact near 0 too.
  private func exponentialMinusOne() -> String {
    node(
      "Mul", node("Tanh", node("Mul", x, number(0.5))), node("Add", node("Exp", x), number(1)))
  }

  /// log(u) · x / (u − 1) with u = 1 + x as rounded; x itself where u is 1 (Kahan, in the HP-15C
  /// Advanced Functions Handbook, 1982).
  private func logarithmOfOnePlus() -> String {
    let u = node("Add", x, number(1))
    let difference = node("Sub", u, number(1))
    let isTiny = node("Equal", difference, number(0))
    let divisor = node("Where", isTiny, number(1), difference)
    let isSmall = node("Less", node("Abs", x), number(1))
    let ratio = node("Where", isSmall, node("Div", x, divisor), number(1))
    return node("Where", isTiny, x, node("Mul", node("Log", u), ratio))
  }

  /// The rest of a division rounded down: that of one toward zero, moved to the sign of y.
  private func remainder() -> String {
    let rest = call.node("Mod", [x, y], [.int("fmod", 1)])
    let isZero = node("Equal", rest, number(0))
    let differs = node(
      "Xor", node("Less", rest, number(0)), node("Less", y, number(0)))
    return node(
      "Where", node("And", node("Not", isZero), differs), node("Add", rest, y), rest)
  }

  /// The angle of the point (y, x) from its tangent, by quadrant; two infinities are the diagonals.
  private func angle() -> String {
    // Here the first operand is the ordinate.
    let (ordinate, abscissa) = (x, y)
    func isNegative(_ value: String) -> String {
      let isZero = node("Equal", value, number(0))
      // −0 is told from 0 by its reciprocal.
      let probe = node("Where", isZero, node("Reciprocal", value), value)
      return node("Less", probe, number(0))
    }
    let bothInfinite = node("And", node("IsInf", ordinate), node("IsInf", abscissa))
    let bothZero = node(
      "And", node("Equal", ordinate, number(0)), node("Equal", abscissa, number(0)))
    let tangent = node(
      "Where", bothInfinite, node("Mul", node("Sign", ordinate), node("Sign", abscissa)),
      node("Div", ordinate, abscissa))
    let turned = node(
      "Where", isNegative(abscissa),
      node("Where", isNegative(ordinate), number(-.pi), number(.pi)), number(0))
    let base = node("Atan", node("Where", bothZero, number(0), tangent))
    return node("Add", base, turned)
  }
}
