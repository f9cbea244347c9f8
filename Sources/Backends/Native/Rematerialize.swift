/// Computes a large value anew for each of its readers, where it is made element by element from one
/// image: to read that again costs as much as to read the value, and the value need not be written.
///
///     %d = subtract(%x, %mean) : f32[1, 16, 128, 128, 128]      // used by %s and %y
///     %s = square(%d)
///     %y = multiply(%d, %scale)
///     // becomes
///     %d0 = subtract(%x, %mean)   %s = square(%d0)
///     %d1 = subtract(%x, %mean)   %y = multiply(%d1, %scale)
///
/// Leaves values with one reader each to `FuseElements`.
enum Rematerialize {
  /// Returns the graph with such values of `byteCount` or more copied.
  static func apply(to graph: Graph, byteCount: Int) throws(Diagnostic) -> Graph {
    var readers = graph.useCounts
    for exit in graph.outputs + graph.updates { readers[exit.value.index] = 0 }
    return try graph.rewriting { (value, node, rewriter) throws(Diagnostic) in
      let old = graph[value]
      guard old.operands.contains(where: { readers[$0.index] > 1 && isCheap($0, graph, byteCount) })
      else {
        return nil
      }
      var operands = node.operands
      for (index, operand) in old.operands.enumerated()
      where readers[operand.index] > 1 && isCheap(operand, graph, byteCount) {
        let copy = graph[operand]
        operands[index] = try rewriter.append(
          copy.op, copy.operands.map { rewriter[$0] }, at: copy.site, placement: copy.placement)
      }
      return try rewriter.replace(with: node.op, operands)
    }
  }

  /// `true` iff a value is large, and made element by element from one other large value.
  private static func isCheap(_ value: Value, _ graph: Graph, _ byteCount: Int) -> Bool {
    let node = graph[value]
    guard node.type.byteCount >= byteCount, node.op.isPointwise else { return false }
    let large = node.operands.filter { graph[$0].type.byteCount >= byteCount }
    return large.count == 1 && !(graph[large[0]].op is any Leaf)
  }
}
