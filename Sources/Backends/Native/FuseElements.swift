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
    var groups = FusionGroups(graph)
    for value in graph.values.reversed() where groups.isFree(value) {
      let op = graph[value].op
      guard op.isElementwise || op is BlockSum else { continue }
      let extents = graph[op is BlockSum ? graph[value].operands[0] : value].type.extents
      groups.grow(from: value) { operand, _ in
        graph[operand].op.isElementwise && graph[operand].type.extents == extents
      }
    }
    return try groups.fused()
  }
}
