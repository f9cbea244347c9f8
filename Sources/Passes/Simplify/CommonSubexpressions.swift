import GraphIR

extension Pass {
  /// Computes equal things once.
  ///
  ///     %a = exp(%x) : f32[4]
  ///     %b = exp(%x) : f32[4]        // the same as %a
  ///     %y = add(%a, %b) : f32[4]    // add(%a, %a)
  ///
  /// Two nodes are equal where their ops with all attributes (floats by their bits) and their
  /// operands are; so `random` draws of different names or seeds stay apart. Operands are not
  /// reordered. Nodes of prepared graphs are merged among themselves.
  ///
  /// Assumes nothing. Leaves nothing behind: a merged node is not copied.
  public static let commonSubexpressions = Pass(
    "common-subexpressions", "computes equal things once"
  ) { (graph) throws(Diagnostic) in
    try graph.mappingAll { (graph) throws(Diagnostic) in
      var known: [Expression: Value] = [:]
      return try graph.rewriting { (_, node, rewriter) throws(Diagnostic) in
        let expression = Expression(op: node.op, operands: node.operands, placement: node.placement)
        if let first = known[expression] { return first }
        let value = try rewriter.replace(with: node.op, node.operands)
        known[expression] = value
        return value
      }
    }
  }
}

/// What a node computes.
private struct Expression: Hashable {
  let op: any Op
  let operands: [Value]
  let placement: Placement?

  static func == (left: Expression, right: Expression) -> Bool {
    left.operands == right.operands && left.placement == right.placement
      && left.op.isEqual(to: right.op)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(operands)
    op.hash(into: &hasher)
  }
}
