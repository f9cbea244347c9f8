import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Functions of each element by itself.
  static let pointwise: [ONNXOperator] =
    unary + activations + binary + comparisons + variadic + choices

  /// An operator that is a pointwise function.
  static func map(
    _ name: String, _ function: String, _ parameters: [(name: String, plain: Double)] = []
  ) -> ONNXOperator {
    ONNXOperator(name) { (call) throws(Diagnostic) in
      try call.operand(0).map(function, parameters.map { Scalar(call.float($0.name, $0.plain)) })
    }
  }

  private static let unary: [ONNXOperator] = [
    map("Abs", "abs"), map("Neg", "negate"), map("Sign", "sign"), map("Floor", "floor"),
    map("Ceil", "ceil"), map("Round", "round"), map("Sqrt", "sqrt"), map("Exp", "exp"),
    map("Log", "log"), map("Reciprocal", "reciprocal"), map("Sin", "sin"), map("Cos", "cos"),
    map("Tan", "tan"), map("Asin", "asin"), map("Acos", "acos"), map("Atan", "atan"),
    map("Sinh", "sinh"), map("Cosh", "cosh"), map("Tanh", "tanh"), map("Asinh", "asinh"),
    map("Acosh", "acosh"), map("Atanh", "atanh"), map("Erf", "erf"), map("Not", "not"),
    map("BitwiseNot", "complement"),
    ONNXOperator("Identity") { (call) throws(Diagnostic) in try call.operand(0) },
    ONNXOperator("IsNaN") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      return .apply(Compare(comparison: .notEqual), [x, x])
    },
    ONNXOperator("IsInf") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let positive = call.flag("detect_positive", true)
      if !call.flag("detect_negative", true) {
        return positive ? x.equal(to: .infinity) : .apply(Compare(comparison: .less), [x, x])
      }
      return positive ? x.map("abs").equal(to: .infinity) : x.equal(to: -.infinity)
    },
  ]

  /// An operator that is a pointwise function of two operands.
  private static func zip(_ name: String, _ function: String) -> ONNXOperator {
    ONNXOperator(name) { (call) throws(Diagnostic) in
      .apply(Pointwise(function), try call.alignedOperands())
    }
  }

  private static let binary: [ONNXOperator] = [
    zip("Add", "add"), zip("Sub", "subtract"), zip("Mul", "multiply"), zip("Div", "divide"),
    zip("And", "and"), zip("Or", "or"), zip("Xor", "xor"), zip("BitwiseAnd", "and"),
    zip("BitwiseOr", "or"), zip("BitwiseXor", "xor"),
    ONNXOperator("Pow") { (call) throws(Diagnostic) in
      let pair = try call.alignedOperands()
      let (type, exponent) = (pair[0].elementType, pair[1].elementType)
      if type.isFloatingPoint || exponent.isInteger {
        return .apply(Pointwise("power"), [pair[0], pair[1].converted(to: type)])
      }
      let wide = pair.map { $0.converted(to: .f64) }
      return Tensor.apply(Pointwise("power"), wide).converted(to: type)
    },
    ONNXOperator("Mod") { (call) throws(Diagnostic) in
      let pair = try call.alignedOperands()
      let function = call.flag("fmod") ? "truncated_remainder" : "remainder"
      return .apply(Pointwise(function), pair)
    },
    ONNXOperator("BitShift") { (call) throws(Diagnostic) in
      let function = try call.choice(
        "direction", "", ["LEFT": "shift_left", "RIGHT": "shift_right"])
      let pair = try call.alignedOperands()
      let distance = pair[1]
      if distance.elementType.isUnsigned { return .apply(Pointwise(function), pair) }
      // A negative distance is read as an unsigned one: beyond all bits.
      let bits = distance.filled(with: Double(min(distance.elementType.byteCount * 8, 64)))
      let isNegative = distance.less(than: 0)
      return .apply(
        Pointwise(function), [pair[0], .apply(Select(), [isNegative, bits, distance])])
    },
  ]

  /// An operator that compares two operands.
  private static func compare(_ name: String, _ relation: Compare.Relation) -> ONNXOperator {
    ONNXOperator(name) { (call) throws(Diagnostic) in
      .apply(Compare(comparison: relation), try call.alignedOperands())
    }
  }

  private static let comparisons: [ONNXOperator] = [
    compare("Equal", .equal), compare("Less", .less), compare("Greater", .greater),
    compare("LessOrEqual", .lessOrEqual), compare("GreaterOrEqual", .greaterOrEqual),
  ]

  /// An operator that folds any number of operands.
  private static func fold(_ name: String, _ function: String) -> ONNXOperator {
    ONNXOperator(name) { (call) throws(Diagnostic) in try call.folded(function) }
  }

  private static let variadic: [ONNXOperator] = [
    fold("Sum", "add"), fold("Max", "maximum"), fold("Min", "minimum"),
    ONNXOperator("Mean") { (call) throws(Diagnostic) in
      try call.folded("add") / Double(call.operands.count)
    },
  ]

  private static let choices: [ONNXOperator] = [
    ONNXOperator("Where") { (call) throws(Diagnostic) in
      let operands = [try call.operand(0), try call.operand(1), try call.operand(2)]
      return .apply(Select(), try call.aligned(operands))
    },
    ONNXOperator("Clip") { (call) throws(Diagnostic) in try call.clipped() },
  ]
}

extension OperatorCall {
  /// Returns a function of all operands, from the first to the last.
  fileprivate func folded(_ function: String) throws(Diagnostic) -> Tensor {
    let tensors = try aligned(try allOperands())
    return tensors.dropFirst().reduce(tensors[0]) { .apply(Pointwise(function), [$0, $1]) }
  }

  /// Returns the first operand between two bounds: attributes before version 11, then operands.
  fileprivate func clipped() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    if version < 11 { return x.clamped(float("min") ?? -.infinity, float("max") ?? .infinity) }
    let (low, high) = (try constantElements(1), try constantElements(2))
    // Beyond 53 bits a bound is no number of an attribute.
    let isExact = x.elementType.isFloatingPoint || x.elementType.byteCount < 8
    let isKnown = (low != nil || optional(1) == nil) && (high != nil || optional(2) == nil)
    if isExact && isKnown {
      return x.clamped(
        low?.asDoubles().first ?? -.infinity, high?.asDoubles().first ?? .infinity)
    }
    var result = x
    if let low = optional(1) { result = .zip("maximum", result, low) }
    if let high = optional(2) { result = .zip("minimum", result, high) }
    return result
  }
}

extension Tensor {
  /// Returns the elements between two bounds; the tensor itself where both are infinite.
  fileprivate func clamped(_ low: Double, _ high: Double) -> Tensor {
    if low == -.infinity && high == .infinity { return self }
    return map("clamp", [Scalar(low), Scalar(high)])
  }
}
