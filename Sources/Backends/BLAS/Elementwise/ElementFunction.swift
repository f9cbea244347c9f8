import CBLASKernels

/// A pointwise function over runs of f32.
struct ElementFunction: Sendable {
  private let code: pointwise_function?
  private let definition: ScalarFunction.FloatValue
  private let p: Double, q: Double

  /// The function that copies.
  static let copy = ElementFunction(code: pointwise_copy) { x, _, _, _ in x }

  /// The function of an op; nil where it is not defined for floats.
  init?(_ op: Pointwise) {
    guard let definition = ScalarFunction.named(op.function)?.float else { return nil }
    self.init(
      code: Self.codes[op.function], p: op.parameters.first?.value ?? 0,
      q: op.parameters.dropFirst().first?.value ?? 0, definition)
  }

  private init(
    code: pointwise_function?, p: Double = 0, q: Double = 0,
    _ definition: @escaping ScalarFunction.FloatValue
  ) {
    self.code = code
    self.p = p
    self.q = q
    self.definition = definition
  }

  /// `true` iff elements are computed by the definition, one by one.
  var isInterpreted: Bool { code == nil }

  private static let codes: [String: pointwise_function] = [
    "add": pointwise_add, "subtract": pointwise_subtract, "multiply": pointwise_multiply,
    "divide": pointwise_divide, "maximum": pointwise_maximum, "minimum": pointwise_minimum,
    "prelu": pointwise_prelu, "negate": pointwise_negate, "abs": pointwise_abs,
    "square": pointwise_square, "sqrt": pointwise_sqrt, "rsqrt": pointwise_rsqrt,
    "reciprocal": pointwise_reciprocal, "clamp": pointwise_clamp, "relu": pointwise_relu,
    "leaky_relu": pointwise_leaky_relu, "exp": pointwise_exp, "sigmoid": pointwise_sigmoid,
    "tanh": pointwise_tanh, "silu": pointwise_silu, "hard_sigmoid": pointwise_hard_sigmoid,
    "hard_swish": pointwise_hard_swish,
  ]

  /// Sets `count` elements of the result; the result may be the memory of an operand.
  func apply(
    _ count: Int, _ x: ElementwiseProgram.Run, _ y: ElementwiseProgram.Run,
    _ result: UnsafeMutablePointer<Float>
  ) {
    if let code {
      pointwise_f32(
        code, Int64(count), x.base, Int32(x.step), y.base, Int32(y.step), Float(p), Float(q),
        result)
      return
    }
    for i in 0..<count {
      result[i] = Float(
        definition(Double(x.base[i * x.step]), Double(y.base[i * y.step]), p, q))
    }
  }
}
