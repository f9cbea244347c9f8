/// Makes one step of reshapes and transposes that follow each other, and of a search for indices and
/// their conversion to another integer: the values between need not lie row by row, or at all.
///
///     %a = reshape(%x) {extents = [1, 64, 2, 2, 8, 8]} : f32[1, 64, 2, 2, 8, 8]
///     %b = transpose(%a) {permutation = [0, 1, 4, 2, 5, 3]} : f32[1, 64, 8, 2, 8, 2]
///     %y = reshape(%b) {extents = [1, 64, 16, 16]} : f32[1, 64, 16, 16]
///     // becomes
///     %y = fused(%x) { … } : f32[1, 64, 16, 16]
enum FuseMoves {
  /// Returns the graph with such steps.
  static func apply(to graph: Graph) throws(Diagnostic) -> Graph {
    let useCounts = graph.useCounts
    var isTaken = [Bool](repeating: false, count: graph.nodes.count)
    var groups = [FusionGroup?](repeating: nil, count: graph.nodes.count)
    for value in graph.values.reversed()
    where !isTaken[value.index] && useCounts[value.index] > 0 {
      var members = [value]
      while let operand = graph[members[0]].operands.first, useCounts[operand.index] == 1,
        joins(graph[operand].op, graph[members[0]].op)
      {
        members.insert(operand, at: 0)
      }
      let ops = members.map { graph[$0].op }
      // Reshapes alone are other names of the same memory.
      guard ops.count > 1, !ops.allSatisfy({ $0 is Reshape }),
        isSearch(ops) || Moves.canFactor(ops, graph[graph[members[0]].operands[0]].type)
      else { continue }
      for member in members { isTaken[member.index] = true }
      groups[value.index] = FusionGroup(members)
    }
    return try graph.rewriting { (value, _, rewriter) throws(Diagnostic) in
      try groups[value.index]?.emit(&rewriter)
    }
  }

  /// `true` iff an op is computed with the one that reads it.
  private static func joins(_ op: any Op, _ reader: any Op) -> Bool {
    Moves.isMove(op) && Moves.isMove(reader) || isSearch([op, reader])
  }

  /// `true` iff the ops are a search for indices and their conversion.
  static func isSearch(_ ops: [any Op]) -> Bool {
    ops.count == 2 && ops[0] is ArgReduce && (ops[1] as? Cast)?.elementType.isInteger ?? false
  }
}
