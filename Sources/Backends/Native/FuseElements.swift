/// Makes one step of what is computed element by element, and of the block sums of it.
///
///     %d = fused(%x, %mean) { … } : f32[1, 16, 32, 32, 32]      // x − mean
///     %s = square(%d) : f32[1, 16, 32, 32, 32]
///     %b = block_sum(%s) {block = [1, 1, 1, 32, 32]} : f64[1, 16, 32, 1, 1]
///     // becomes
///     %b = fused(%x, %mean) { … } : f64[1, 16, 32, 1, 1]
///
/// Values that something else reads stay; `Rematerialize` has copied those that are worth it.
enum FuseElements {
  /// Returns the graph with such steps.
  static func apply(to graph: Graph) throws(Diagnostic) -> Graph {
    let useCounts = graph.useCounts
    var isTaken = [Bool](repeating: false, count: graph.nodes.count)
    var groups = [FusionGroup?](repeating: nil, count: graph.nodes.count)
    for value in graph.values.reversed()
    where !isTaken[value.index] && useCounts[value.index] > 0 {
      let op = graph[value].op
      guard isElementwise(op) || op is BlockSum else { continue }
      let extents = op is BlockSum ? graph[graph[value].operands[0]].type.extents : nil
      var members = [value]
      var next = 0
      while next < members.count {
        for operand in graph[members[next]].operands
        where useCounts[operand.index] == 1 && isElementwise(graph[operand].op)
          && graph[operand].type.extents == extents ?? graph[value].type.extents
        {
          members.append(operand)
          isTaken[operand.index] = true
        }
        next += 1
      }
      if members.count > 1 {
        groups[value.index] = FusionGroup(members.sorted { $0.index < $1.index })
      }
    }
    return try graph.rewriting { (value, _, rewriter) throws(Diagnostic) in
      try groups[value.index]?.emit(&rewriter)
    }
  }

  /// `true` iff an op computes each element from those of its operands in the same place.
  private static func isElementwise(_ op: any Op) -> Bool {
    switch op {
    case is Pointwise, is Compare, is Select, is Cast: true
    case let fused as Fused:
      fused.body.nodes.allSatisfy {
        $0.op is Input || $0.op is Broadcast || $0.op is Constant || isElementwise($0.op)
      }
    default: false
    }
  }
}
