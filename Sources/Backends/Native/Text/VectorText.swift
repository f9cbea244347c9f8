/// A pointwise body as statements over vectors of floats, and masks for truth values.
struct VectorText {
  /// The body.
  let body: PointwiseBody

  /// The text of a body; nil where it has elements of other types.
  init?(_ body: PointwiseBody) {
    for node in body.nodes {
      guard node.type == .f32 || node.type == .bool else { return nil }
      if case .op(let op, let inputs) = node.kind, op is Compare,
        body.nodes[inputs[0]].type != .f32
      {
        return nil
      }
    }
    self.body = body
  }

  /// The name of the result.
  var result: String { "v\(body.nodes.count - 1)" }
  /// `true` iff the result is a mask.
  var isMask: Bool { body.nodes[body.nodes.count - 1].type == .bool }

  /// Returns the statements, where `leaf` spells the vector of each leaf, or its mask.
  func statements(_ leaf: (Int) -> String) -> [String] {
    body.nodes.indices.map { index in
      let node = body.nodes[index]
      let type = node.type == .bool ? "gc_mask" : "gc_vec"
      return "const \(type) v\(index) = \(expression(node, leaf));"
    }
  }

  private func expression(_ node: PointwiseBody.Node, _ leaf: (Int) -> String) -> String {
    switch node.kind {
    case .leaf(let index): return leaf(index)
    case .number(let value): return "gc_splat(\(CLiteral.float(value)))"
    case .integer(let value): return value == 0 ? "(gc_mask){0}" : "~(gc_mask){0}"
    case .op(let op, let inputs): return expression(op, inputs)
    }
  }

  private func expression(_ op: any Op, _ inputs: [Int]) -> String {
    let names = inputs.map { "v\($0)" }
    switch op {
    case let op as Compare: return "\(names[0]) \(op.comparison.cOperator) \(names[1])"
    case is Select where body.nodes[inputs[1]].type == .bool:
      return "(\(names[0]) & \(names[1])) | (~\(names[0]) & \(names[2]))"
    case is Select: return "gc_pick(\(names[0]), \(names[1]), \(names[2]))"
    case let op as Cast:
      let source = body.nodes[inputs[0]].type
      if source == op.elementType { return names[0] }
      return op.elementType == .bool
        ? "\(names[0]) != 0" : "gc_pick(\(names[0]), gc_splat(1), gc_splat(0))"
    case let op as Pointwise where body.nodes[inputs[0]].type == .bool:
      switch op.function {
      case "and": return "\(names[0]) & \(names[1])"
      case "or": return "\(names[0]) | \(names[1])"
      case "xor": return "\(names[0]) ^ \(names[1])"
      default: return "~\(names[0])"
      }
    case let op as Pointwise:
      let arguments = names + op.parameters.map { CLiteral.float($0.value) }
      return "gc_\(op.function)(\(arguments.joined(separator: ", ")))"
    default: preconditionFailure("\(op) is not pointwise")
    }
  }
}

extension Compare.Relation {
  /// The operator in C.
  var cOperator: String {
    switch self {
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    }
  }
}
