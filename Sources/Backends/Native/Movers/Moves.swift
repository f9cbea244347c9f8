/// Reshapes and transposes that follow each other.
enum Moves {
  /// `true` iff an op is one of them.
  static func isMove(_ op: any Op) -> Bool { op is Reshape || op is Transpose }

  /// `true` iff ops that follow each other show each element of an operand of a type at a distance
  /// for each factor of the result's dimensions.
  static func canFactor(_ ops: [any Op], _ type: TensorType) -> Bool {
    if type.count == 0 { return false }
    return view(of: TensorView(anyOf: type), through: ops) != nil
  }

  /// Returns code for a body that only moves its input; nil for other bodies.
  static func lower(_ body: Graph, _ step: StepViews) -> NativeStep? {
    let ops = body.nodes.dropFirst().map(\.op)
    let isChain = body.values.dropFirst().allSatisfy {
      body[$0].operands == [Value($0.index - 1)]
    }
    guard body.nodes[0].op is Input, isChain, !ops.isEmpty, ops.allSatisfy(isMove),
      body.outputs[0].value == body.values.last
    else {
      return nil
    }
    return view(of: step.operands[0], through: ops).map {
      .copying($0.pieces(to: step.result), to: step.result)
    }
  }

  private static func view(of operand: TensorView, through ops: [any Op]) -> FactoredView? {
    var view = FactoredView(operand)
    for op in ops {
      if let transpose = op as? Transpose { view.transpose(transpose.permutation) }
      if let reshape = op as? Reshape, !view.reshape(to: reshape.extents) { return nil }
    }
    return view
  }
}

extension ArgReduce {
  /// Returns code for a body that searches for indices and converts them; nil for other bodies.
  static func lower(_ body: Graph, _ step: StepViews) -> NativeStep? {
    let ops = body.nodes.dropFirst().map(\.op)
    guard body.nodes[0].op is Input, FuseMoves.isSearch(ops),
      body[body.outputs[0].value].operands == [Value(1)]
    else { return nil }
    return (ops[0] as? ArgReduce)?.lower(step)
  }
}
