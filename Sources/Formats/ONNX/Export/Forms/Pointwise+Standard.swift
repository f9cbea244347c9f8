import GraphIR
import NDArrays

extension Pointwise: StandardForm {
  /// The functions that are operators of the standard, without attributes.
  private static let operators: [String: String] = [
    "add": "Add", "subtract": "Sub", "multiply": "Mul", "divide": "Div", "maximum": "Max",
    "minimum": "Min", "negate": "Neg", "abs": "Abs", "sign": "Sign", "floor": "Floor",
    "ceil": "Ceil", "round": "Round", "reciprocal": "Reciprocal", "exp": "Exp", "log": "Log",
    "sqrt": "Sqrt", "power": "Pow", "sin": "Sin", "cos": "Cos", "tan": "Tan", "asin": "Asin",
    "acos": "Acos", "atan": "Atan", "sinh": "Sinh", "cosh": "Cosh", "tanh": "Tanh",
    "asinh": "Asinh", "acosh": "Acosh", "atanh": "Atanh", "erf": "Erf", "relu": "Relu",
    "prelu": "PRelu", "gelu": "Gelu", "mish": "Mish", "sigmoid": "Sigmoid",
    "hard_swish": "HardSwish", "softplus": "Softplus", "softsign": "Softsign",
  ]

  /// The functions that are operators of the standard, with the names of their parameters there.
  private static let parametric: [String: (name: String, parameters: [String])] = [
    "leaky_relu": ("LeakyRelu", ["alpha"]), "elu": ("Elu", ["alpha"]),
    "celu": ("Celu", ["alpha"]), "selu": ("Selu", ["alpha", "gamma"]),
    "hard_sigmoid": ("HardSigmoid", ["alpha", "beta"]),
    "thresholded_relu": ("ThresholdedRelu", ["alpha"]),
  ]

  func standard(_ call: StandardCall) throws(Diagnostic) -> String {
    let type = call.types[0].elementType
    if type.isFloatingPoint { return try float(call, type) }
    if let logic = logic(call, type) { return logic }
    // Powers have the same lowest bits in both; the standard has none of u64.
    if type.isNarrowInteger || type == .u64 && function == "power" {
      return call.cast(integer(call.casting(to: .i64), .i64), .i64, to: type)
    }
    return integer(call, type)
  }

  /// Returns what the function makes of floats.
  private func float(_ call: StandardCall, _ type: ElementType) throws(Diagnostic) -> String {
    // The standard has this one for f32 only.
    if function == "celu" && type != .f32 {
      return call.cast(try float(call.casting(to: .f32), .f32), .f32, to: type)
    }
    if let name = Self.operators[function] { return call.node(name, call.operands) }
    if let (name, names) = Self.parametric[function] {
      return call.node(
        name, call.operands, zip(names, parameters).map { .float($0, $1.value) })
    }
    switch function {
    case "clamp": return clamp(call, type)
    case "gelu_tanh": return call.node("Gelu", call.operands, [.string("approximate", "tanh")])
    case "truncated_remainder": return call.node("Mod", call.operands, [.int("fmod", 1)])
    default: return try FloatFormula(call: call, type: type).value(function)
    }
  }

  /// Returns what the function makes of integers that runtimes compute with.
  private func integer(_ call: StandardCall, _ type: ElementType) -> String {
    let formula = IntegerFormula(call: call, type: type)
    switch function {
    case "clamp": return clamp(call, type)
    case "divide": return formula.quotient()
    case "remainder": return formula.remainder()
    case "truncated_remainder": return formula.truncatedRemainder()
    case "negate": return call.node("Sub", [call.number(0, type), call[0]])
    case "square": return call.node("Mul", [call[0], call[0]])
    case "shift_left", "shift_right": return formula.shift(left: function == "shift_left")
    case "not":
      let isZero = call.node("Equal", [call[0], call.number(0, type)])
      return call.cast(isZero, .bool, to: type)
    case "relu": return call.node("Max", [call[0], call.number(0, type)])
    // Any other function of integers is an operator of the standard.
    default: return call.node(Self.operators[function]!, call.operands)
    }
  }

  /// Returns what a function of bits makes; nil for any other.
  private func logic(_ call: StandardCall, _ type: ElementType) -> String? {
    let prefix = type == .bool ? "" : "Bitwise"
    switch function {
    case "and": return call.node(prefix + "And", call.operands)
    case "or": return call.node(prefix + "Or", call.operands)
    case "xor": return call.node(prefix + "Xor", call.operands)
    case "complement": return call.node("BitwiseNot", call.operands)
    case "not" where type == .bool: return call.node("Not", call.operands)
    default: return nil
    }
  }

  /// Returns the elements cut to two bounds, of which an infinite one is left out.
  private func clamp(_ call: StandardCall, _ type: ElementType) -> String {
    let names = ["min", "max"]
    let bounds = zip(names, parameters).map { name, bound in
      bound.value.isInfinite && (bound.value < 0) == (name == "min")
        ? "" : call.number(bound.value, type, name)
    }
    return call.node("Clip", [call[0]] + (bounds[1].isEmpty ? [bounds[0]] : bounds))
  }
}
