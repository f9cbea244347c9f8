/// A pointwise body as statements over single elements of any type: `lane.h`.
struct LaneText {
  private let body: PointwiseBody

  /// The text of a body.
  init(_ body: PointwiseBody) { self.body = body }

  /// The name of the result.
  var result: String { "v\(body.nodes.count - 1)" }
  /// The type of the result in C.
  var type: String { body.nodes[body.nodes.count - 1].type.lane }

  /// The statements; the elements of leaf k are at `p[k] + i * step[k]`.
  var statements: [String] {
    body.nodes.indices.map { index in
      "const \(body.nodes[index].type.lane) v\(index) = \(expression(body.nodes[index]));"
    }
  }

  private func expression(_ node: PointwiseBody.Node) -> String {
    switch node.kind {
    case .leaf(let index): "gc_load_\(node.type.rawValue)(p[\(index)] + i * step[\(index)])"
    case .number(let value): CLiteral.double(value)
    case .integer(let value): CLiteral.integer(value)
    case .op(let op, let inputs): expression(op, inputs, node.type)
    }
  }

  private func expression(_ op: any Op, _ inputs: [Int], _ type: ElementType) -> String {
    let names = inputs.map { "v\($0)" }
    let source = body.nodes[inputs[0]].type
    switch op {
    case let op as Compare:
      let cast = source.isUnsigned ? "(uint64_t)" : ""
      return "\(cast)\(names[0]) \(op.comparison.cOperator) \(cast)\(names[1])"
    case is Select: return "\(names[0]) ? \(names[1]) : \(names[2])"
    case is Cast: return cast(names[0], from: source, to: type)
    case let op as Pointwise where type == .f32 && !Self.isRounded(op.function):
      let vectors = names.map { "gc_splat((float)\($0))" }
      let arguments = vectors + op.parameters.map { CLiteral.float($0.value) }
      return "gc_\(op.function)(\(arguments.joined(separator: ", ")))[0]"
    case let op as Pointwise:
      return "gc_round_\(type.rawValue)(\(call(op, names, source)))"
    default: preconditionFailure("\(op) is not pointwise")
    }
  }

  /// `true` iff vectors of f32 have the value in doubles, rounded once; where they have not, theirs is
  /// the value of single elements, too, so that it does not depend on what else is in a step.
  private static func isRounded(_ function: String) -> Bool {
    switch function {
    case "add", "subtract", "multiply", "divide", "maximum", "minimum", "negate", "abs": true
    case "sign", "floor", "ceil", "round", "square", "reciprocal", "sqrt", "relu": true
    case "prelu", "clamp": true
    default: false
    }
  }

  private func call(_ op: Pointwise, _ names: [String], _ type: ElementType) -> String {
    let operands = "\(names[0]), \(names.count > 1 ? names[1] : "0")"
    var parameters = op.parameters.map(\.value)
    while parameters.count < 2 { parameters.append(0) }
    if type.isFloatingPoint {
      let numbers = parameters.map { CLiteral.double($0) }.joined(separator: ", ")
      return "gc_float_\(op.function)(\(operands), \(numbers))"
    }
    let bounds: [Int64] = NDArray(
      narrowing: parameters, to: type.isUnsigned ? .u64 : .i64, [2]
    ).widened()
    let numbers = bounds.map { CLiteral.integer($0) }.joined(separator: ", ")
    return "gc_integer_\(op.function)(\(operands), \(numbers), \(type.isUnsigned ? 1 : 0))"
  }

  private func cast(_ name: String, from source: ElementType, to type: ElementType) -> String {
    if source == type { return name }
    switch (source.isFloatingPoint, type.isFloatingPoint) {
    case (false, true):
      return "gc_from_\(source.isUnsigned ? "unsigned" : "signed")_\(type.rawValue)(\(name))"
    case (true, false): return "gc_truncate_\(type.rawValue)(\(name))"
    default: return "gc_round_\(type.rawValue)(\(name))"
    }
  }
}

extension ElementType {
  /// The type in C that elements are computed in.
  var lane: String { isFloatingPoint ? "double" : "int64_t" }
}
