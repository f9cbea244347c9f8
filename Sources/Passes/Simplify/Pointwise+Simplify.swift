import GraphIR

/// - x + (−0.0), x − 0.0, x · 1, x / 1 → x; for integers also x + 0, and x · 0 → 0.
/// - −(−x), not not x, complement of complement → x; |−x| → |x|.
/// - f(f(x)) → f(x) for rounding, abs, relu, sign and equal clamps; a clamp without bounds → x.
/// - f(x, x) → x for maximum, minimum, and, or.
/// - A function of broadcasts → the broadcast of the function.
///
/// x + 0.0 is not x where x is −0.0, and x − (−0.0) neither.
extension Pointwise: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let graph = rewriter.graph
    let identity =
      node.operands.count == 1
      ? unaryIdentity(node.operands[0], graph)
      : binaryIdentity(node.operands[0], node.operands[1], graph)
    if let identity { return identity }
    if function == "abs", let inner = graph[node.operands[0]].op as? Pointwise,
      inner.function == "negate"
    {
      return try rewriter.replace(with: self, graph[node.operands[0]].operands)
    }
    return try sunkBelowBroadcast(node, &rewriter)
  }

  private func unaryIdentity(_ x: Value, _ graph: Graph) -> Value? {
    let inner = graph[x]
    if function == "clamp" && parameters == [Scalar(-.infinity), Scalar(.infinity)] { return x }
    guard let op = inner.op as? Pointwise, op == self else { return nil }
    switch function {
    case "negate", "complement": return inner.operands[0]
    case "not": return inner.type.elementType == .bool ? inner.operands[0] : nil
    case "abs", "relu", "sign", "floor", "ceil", "round", "clamp": return x
    default: return nil
    }
  }

  private func binaryIdentity(_ x: Value, _ y: Value, _ graph: Graph) -> Value? {
    let isFloat = graph[x].type.elementType.isFloatingPoint
    func holds(_ value: Value, _ number: Double) -> Bool {
      graph.repeatedNumber(in: value) == Scalar(number)
    }
    switch function {
    case "add":
      let zero = isFloat ? -0.0 : 0.0
      return holds(y, zero) ? x : holds(x, zero) ? y : nil
    case "subtract": return holds(y, 0) ? x : nil
    case "multiply":
      if !isFloat && (holds(x, 0) || holds(y, 0)) { return holds(x, 0) ? x : y }
      return holds(y, 1) ? x : holds(x, 1) ? y : nil
    case "divide": return holds(y, 1) ? x : nil
    case "maximum", "minimum", "and", "or": return x == y ? x : nil
    default: return nil
    }
  }
}

extension Pointwise {
  /// Returns the broadcast of the function of what the operands repeat: where one of them is an
  /// enlarging broadcast and each other one is alike, or repeats one element.
  private func sunkBelowBroadcast(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic)
    -> Value?
  {
    let graph = rewriter.graph
    let operands = node.operands.map { graph[$0] }
    if !operands.allSatisfy({ $0.isEnlargingBroadcast(in: graph) }) { return nil }
    let sources = operands.map { $0.operands[0] }
    // The operand that repeats the most elements decides; the others must follow.
    guard let first = operands.indices.max(by: { size($0) < size($1) }) else { return nil }
    func size(_ index: Int) -> Int { graph[sources[index]].type.count }
    let extents = graph[sources[first]].type.extents
    var values: [Value] = []
    for (index, operand) in operands.enumerated() {
      if operand.op.isEqual(to: operands[first].op)
        && graph[sources[index]].type.extents == extents
      {
        values.append(sources[index])
      } else if graph[sources[index]].type.rank == 0 {
        values.append(
          try rewriter.append(Broadcast(extents: extents, axes: []), [sources[index]]))
      } else {
        return nil
      }
    }
    return try rewriter.replace(with: operands[first].op, [try rewriter.append(self, values)])
  }
}
