import GraphIR

extension Pass {
  /// Evaluates what depends on constants only.
  ///
  ///     %a = constant() {value = dense f32[2] [1.0, 2.0]} : f32[2]
  ///     %y = exp(%a) : f32[2]
  ///     // becomes
  ///     %y = constant() {value = dense f32[2] [2.7182817, 7.389056]} : f32[2]
  ///
  /// Results of more than `limit` elements are left alone, and so is a broadcast that enlarges, but
  /// what is computed from it may fold. Ops without operands (`random`, `iota`) never fold. The
  /// values are those of the op's definition, so no bit changes.
  ///
  /// Assumes nothing. Leaves the unused operands to `eliminate-dead-code`.
  public static func foldConstants(limit: Int = 65_536) -> Pass {
    Pass(
      "fold-constants", "evaluates what depends on constants only",
      [Argument("limit", "\(limit)")]
    ) { (graph) throws(Diagnostic) in
      try graph.mappingAll { (graph) throws(Diagnostic) in try graph.foldingConstants(limit) }
    }
  }
}

extension Graph {
  fileprivate func foldingConstants(_ limit: Int) throws(Diagnostic) -> Graph {
    var known = [NDArray?](repeating: nil, count: nodes.count)
    return try rewriting { (value, node, rewriter) throws(Diagnostic) in
      if let constant = node.op as? Constant { known[value.index] = constant.value }
      let operands = self[value].operands.compactMap { known[$0.index] }
      if operands.isEmpty || operands.count < node.operands.count { return nil }
      if node.type.count > limit { return nil }
      let result = node.op.compute(
        operands.map { PlacedArray($0) }, over: node.type.whole, of: node.type)
      known[value.index] = result
      return node.isEnlargingBroadcast(in: rewriter.graph)
        ? nil : try rewriter.replace(with: Constant(result))
    }
  }
}
