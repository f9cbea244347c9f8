import Glibc

/// A row of the table of pointwise functions: at most two operands x, y and two parameters p, q.
public struct ScalarFunction: Sendable {
  /// The value for floats.
  public typealias FloatValue =
    @Sendable (_ x: Double, _ y: Double, _ p: Double, _ q: Double) -> Double
  /// The value for integers and bool; the last argument tells whether they are unsigned.
  public typealias IntegerValue =
    @Sendable (_ x: Int64, _ y: Int64, _ p: Int64, _ q: Int64, _ isUnsigned: Bool) -> Int64

  /// The spelling in text.
  public let name: String
  /// The number of operands, 1 or 2.
  public let arity: Int
  /// The names of the parameters with their plain values.
  public let parameters: [(name: String, plain: Double)]
  /// The value for floats; nil where there is none.
  public private(set) var float: FloatValue?
  /// The value for integers and bool; nil where there is none.
  public private(set) var integer: IntegerValue?
  /// `true` iff the function is defined for bool.
  public let acceptsBool: Bool

  private init(
    name: String, arity: Int, parameters: [(String, Double)] = [], float: FloatValue? = nil,
    integer: IntegerValue? = nil, acceptsBool: Bool = false
  ) {
    self.name = name
    self.arity = arity
    self.parameters = parameters.map { (name: $0.0, plain: $0.1) }
    self.float = float
    self.integer = integer
    self.acceptsBool = acceptsBool
  }

  /// Returns the row of a name.
  public static func named(_ name: String) -> ScalarFunction? { table[name] }

  /// All rows by name.
  private static let table = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

extension ScalarFunction {
  private static func unary(
    _ name: String, _ value: @escaping @Sendable (Double) -> Double,
    integer: (@Sendable (Int64, Bool) -> Int64)? = nil
  ) -> ScalarFunction {
    var row = ScalarFunction(name: name, arity: 1, float: { x, _, _, _ in value(x) })
    if let integer { row.integer = { x, _, _, _, isUnsigned in integer(x, isUnsigned) } }
    return row
  }

  private static func parametric(
    _ name: String, _ parameters: [(String, Double)],
    _ value: @escaping @Sendable (_ x: Double, _ p: Double, _ q: Double) -> Double,
    integer: IntegerValue? = nil
  ) -> ScalarFunction {
    ScalarFunction(
      name: name, arity: 1, parameters: parameters, float: { x, _, p, q in value(x, p, q) },
      integer: integer)
  }

  private static func binary(
    _ name: String, _ value: (@Sendable (Double, Double) -> Double)?,
    integer: (@Sendable (Int64, Int64, Bool) -> Int64)? = nil, acceptsBool: Bool = false
  ) -> ScalarFunction {
    var row = ScalarFunction(name: name, arity: 2, acceptsBool: acceptsBool)
    if let value { row.float = { x, y, _, _ in value(x, y) } }
    if let integer { row.integer = { x, y, _, _, isUnsigned in integer(x, y, isUnsigned) } }
    return row
  }

  /// All rows, in the order that documentation lists them.
  public static let all: [ScalarFunction] = arithmetic + exponential + activations + logic

  private static let arithmetic: [ScalarFunction] = [
    binary("add", { $0 + $1 }, integer: { x, y, _ in x &+ y }),
    binary("subtract", { $0 - $1 }, integer: { x, y, _ in x &- y }),
    binary("multiply", { $0 * $1 }, integer: { x, y, _ in x &* y }),
    binary("divide", { $0 / $1 }, integer: quotient),
    binary(
      "remainder",
      { x, y in
        let rest = fmod(x, y)
        if rest == 0 { return copysign(0, y) }
        return (rest < 0) != (y < 0) ? rest + y : rest
      },
      integer: { x, y, isUnsigned in
        let rest = truncatedRemainder(x, y, isUnsigned)
        return !isUnsigned && rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
      }),
    binary("truncated_remainder", { fmod($0, $1) }, integer: truncatedRemainder),
    binary("maximum", { maximum($0, $1) }, integer: { x, y, u in isLess(x, y, u) ? y : x }),
    binary("minimum", { minimum($0, $1) }, integer: { x, y, u in isLess(y, x, u) ? y : x }),
    unary("negate", { -$0 }, integer: { x, _ in 0 &- x }),
    unary("abs", { abs($0) }, integer: { x, isUnsigned in x < 0 && !isUnsigned ? 0 &- x : x }),
    unary(
      "sign", { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 },
      integer: { x, isUnsigned in isUnsigned && x != 0 ? 1 : x.signum() }),
    unary("floor", { $0.rounded(.down) }),
    unary("ceil", { $0.rounded(.up) }),
    unary("round", { $0.rounded(.toNearestOrEven) }),
    unary("square", { $0 * $0 }, integer: { x, _ in x &* x }),
    unary("reciprocal", { 1 / $0 }),
    parametric(
      "clamp", [("low", -.infinity), ("high", .infinity)],
      { x, low, high in minimum(maximum(x, low), high) },
      integer: { x, _, low, high, u in
        let raised = isLess(x, low, u) ? low : x
        return isLess(high, raised, u) ? high : raised
      }),
  ]

  private static let exponential: [ScalarFunction] = [
    unary("exp", { exp($0) }), unary("expm1", { expm1($0) }),
    unary("log", { log($0) }), unary("log1p", { log1p($0) }), unary("log2", { log2($0) }),
    unary("sqrt", { $0.squareRoot() }), unary("rsqrt", { 1 / $0.squareRoot() }),
    binary("power", { pow($0, $1) }, integer: power),
    unary("sin", { sin($0) }), unary("cos", { cos($0) }), unary("tan", { tan($0) }),
    unary("asin", { asin($0) }), unary("acos", { acos($0) }), unary("atan", { atan($0) }),
    binary("atan2", { atan2($0, $1) }),
    unary("sinh", { sinh($0) }), unary("cosh", { cosh($0) }), unary("tanh", { tanh($0) }),
    unary("asinh", { asinh($0) }), unary("acosh", { acosh($0) }), unary("atanh", { atanh($0) }),
    unary("erf", { erf($0) }),
  ]

  private static let activations: [ScalarFunction] = [
    unary("relu", { maximum($0, 0) }, integer: { x, isUnsigned in isUnsigned ? x : max(x, 0) }),
    parametric("leaky_relu", [("alpha", 0.01)], { x, alpha, _ in x < 0 ? alpha * x : x }),
    binary("prelu", { x, slope in x < 0 ? slope * x : x }),
    parametric("elu", [("alpha", 1)], { x, alpha, _ in x < 0 ? alpha * expm1(x) : x }),
    parametric("celu", [("alpha", 1)], { x, alpha, _ in x < 0 ? alpha * expm1(x / alpha) : x }),
    parametric(
      "selu", [("alpha", 1.6732632423543772), ("gamma", 1.0507009873554805)],
      { x, alpha, gamma in gamma * (x < 0 ? alpha * expm1(x) : x) }),
    unary("gelu", { 0.5 * $0 * (1 + erf($0 * 0.5.squareRoot())) }),
    unary(
      "gelu_tanh",
      { 0.5 * $0 * (1 + tanh((2 / .pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }),
    unary("silu", { $0 * sigmoid($0) }),
    unary("mish", { $0 * tanh(softplus($0)) }),
    unary("sigmoid", { sigmoid($0) }),
    parametric(
      "hard_sigmoid", [("alpha", 0.2), ("beta", 0.5)],
      { x, alpha, beta in minimum(maximum(alpha * x + beta, 0), 1) }),
    unary("hard_swish", { $0 * minimum(maximum($0 / 6 + 0.5, 0), 1) }),
    unary("softplus", { softplus($0) }),
    unary("softsign", { $0 / (1 + abs($0)) }),
    parametric("thresholded_relu", [("alpha", 1)], { x, alpha, _ in x > alpha || x.isNaN ? x : 0 }),
  ]

  private static let logic: [ScalarFunction] = [
    binary("and", nil, integer: { x, y, _ in x & y }, acceptsBool: true),
    binary("or", nil, integer: { x, y, _ in x | y }, acceptsBool: true),
    binary("xor", nil, integer: { x, y, _ in x ^ y }, acceptsBool: true),
    binary("shift_left", nil, integer: { x, y, isUnsigned in isUnsigned && y < 0 ? 0 : x << y }),
    binary(
      "shift_right", nil,
      integer: { x, y, u in
        u ? Int64(bitPattern: UInt64(bitPattern: x) >> UInt64(bitPattern: y)) : x >> y
      }),
    ScalarFunction(
      name: "not", arity: 1, integer: { x, _, _, _, _ in x == 0 ? 1 : 0 }, acceptsBool: true),
    ScalarFunction(name: "complement", arity: 1, integer: { x, _, _, _, _ in ~x }),
  ]

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  private static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

  /// Returns the larger number; NaN where one is.
  package static func maximum(_ x: Double, _ y: Double) -> Double {
    x.isNaN || y.isNaN ? .nan : x < y ? y : x
  }

  /// Returns the smaller number; NaN where one is.
  package static func minimum(_ x: Double, _ y: Double) -> Double {
    x.isNaN || y.isNaN ? .nan : y < x ? y : x
  }

  /// `true` iff x < y.
  package static func isLess(_ x: Int64, _ y: Int64, _ isUnsigned: Bool) -> Bool {
    isUnsigned ? UInt64(bitPattern: x) < UInt64(bitPattern: y) : x < y
  }

  /// Returns x / y rounded toward zero; 0 where y is.
  private static func quotient(_ x: Int64, _ y: Int64, _ isUnsigned: Bool) -> Int64 {
    if y == 0 { return 0 }
    if isUnsigned { return Int64(bitPattern: UInt64(bitPattern: x) / UInt64(bitPattern: y)) }
    return x.dividedReportingOverflow(by: y).partialValue
  }

  /// Returns the rest of the quotient; x where y is 0.
  private static func truncatedRemainder(_ x: Int64, _ y: Int64, _ isUnsigned: Bool) -> Int64 {
    x &- quotient(x, y, isUnsigned) &* y
  }

  /// Returns x to the power y, wrapping; 0 for a fraction (y < 0, |x| > 1).
  private static func power(_ x: Int64, _ y: Int64, _ isUnsigned: Bool) -> Int64 {
    if y < 0 && !isUnsigned { return x == 1 ? 1 : x == -1 ? (y & 1 == 0 ? 1 : -1) : 0 }
    var (result, base, exponent) = (Int64(1), x, UInt64(bitPattern: y))
    while exponent > 0 {
      if exponent & 1 == 1 { result = result &* base }
      base = base &* base
      exponent >>= 1
    }
    return result
  }
}
