/// A scalar function applied to each element: y[i] = f(a[i], b[i]; parameters).
///
///     %y = add(%a, %b) : f32[2, 3]
///     %z = leaky_relu(%y) {parameters = [0.2]} : f32[2, 3]
///
/// Text spells the function in the op's place.
///
/// - C1: the function exists; it has as many operands and parameters as are given.
/// - C2: the operands have equal types.
/// - C3: the function is defined for the element type.
public struct Pointwise: Op {
  public static let mnemonic = "pointwise"
  /// The name of the function's row in the table.
  public let function: String
  /// The values of the function's parameters.
  public let parameters: [Scalar]

  /// The function of the given name; parameters that are left out have their plain values.
  public init(_ function: String, _ parameters: [Scalar] = []) {
    self.function = function
    let plain = ScalarFunction.named(function)?.parameters.map { Scalar($0.plain) } ?? []
    self.parameters = parameters.isEmpty ? plain : parameters
  }

  public static func plain(rank: Int) -> Pointwise { Pointwise("add") }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    guard let row = ScalarFunction.named(function) else {
      throw Diagnostic("pointwise: C1: unknown function '\(function)'")
    }
    if operands.count != row.arity {
      throw Diagnostic("\(function): C1: has \(operands.count) operands, expected \(row.arity)")
    }
    if parameters.count != row.parameters.count {
      throw Diagnostic(
        "\(function): C1: has \(parameters.count) parameters, expected \(row.parameters.count)")
    }
    if let other = operands.first(where: { $0 != operands[0] }) {
      throw Diagnostic(
        "\(function): C2: operands are \(operands[0]) and \(other), expected equal types")
    }
    let type = operands[0].elementType
    let isDefined =
      type.isFloatingPoint
      ? row.float != nil : row.integer != nil && (type != .bool || row.acceptsBool)
    if !isDefined { throw Diagnostic("\(function): C3: is not defined for \(type.rawValue)") }
    return operands[0]
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    operands.map { _ in part }
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let type = operands[0].elementType
    // `resultType` found the row and its closure.
    let row = ScalarFunction.named(function)!
    let (p, q) = (parameters.first?.value ?? 0, parameters.dropFirst().first?.value ?? 0)
    let slices = operands.map { $0.slice(part) }
    if type.isFloatingPoint {
      let f = row.float!
      let x: [Double] = slices[0].widened()
      let y: [Double] = row.arity == 2 ? slices[1].widened() : x
      return NDArray(
        narrowing: x.indices.map { f(x[$0], y[$0], p, q) }, to: type, part.extents)
    }
    let f = row.integer!
    let x: [Int64] = slices[0].widened()
    let y: [Int64] = row.arity == 2 ? slices[1].widened() : x
    let bounds = NDArray(narrowing: [p, q], to: type.isUnsigned ? .u64 : .i64, [2])
    let (low, high): (Int64, Int64) = {
      let values: [Int64] = bounds.widened()
      return (values[0], values[1])
    }()
    return NDArray(
      narrowing: x.indices.map { f(x[$0], y[$0], low, high, type.isUnsigned) }, to: type,
      part.extents)
  }
}
