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
    var groups = FusionGroups(graph)
    for value in graph.values.reversed() where groups.isFree(value) {
      var members = [value]
      while let operand = graph[members[0]].operands.first, groups.isReadOnce(operand),
        joins(graph[operand].op, graph[members[0]].op)
      {
        members.insert(operand, at: 0)
      }
      let ops = members.map { graph[$0].op }
      // Reshapes alone are other names of the same memory.
      guard ops.count > 1, !ops.allSatisfy({ $0 is Reshape }),
        isSearch(ops) || Moves.canFactor(ops, graph[graph[members[0]].operands[0]].type)
      else { continue }
      groups.add(members)
    }
    return try groups.fused()
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
