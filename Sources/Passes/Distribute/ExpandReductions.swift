import GraphIR

extension Pass {
  /// Reduces what is split in two steps: each rank its own part, then all parts together.
  ///
  ///     %y = reduce(%x) {function = maximum, axes = [2]}      // %x : … at […0:4] […4:8]
  ///     // becomes
  ///     %0 = partial_reduce(%x) {function = maximum, axes = [2], cuts = [[4]]} : … at […0:1] […1:2]
  ///     %y = reduce(%0) {function = maximum, axes = [2]}
  ///
  /// A `tree_sum` becomes `tree_roots` and `tree_join` along each axis that is split; softmax and its
  /// logarithm become maximum, difference, exponentials, sum and quotient in f64; an arg-max becomes
  /// the extreme, and then the first (or last) index of an element that equals it. The bits are those
  /// of the op. The cuts are the bounds of the boxes that ranks own. What has the shape of the operand
  /// has its boxes. What is reduced keeps them along the other dimensions, owned by the first of the
  /// ranks that need the same box; where none are left, every rank has the whole.
  ///
  /// Products of floats stay: their order counts. So do `block_sum` and `cumulative_sum`, whose reads
  /// are exact.
  ///
  /// Assumes placements; without them, nothing is split. Leaves the exchange between the steps to
  /// `insert-halos`.
  public static let expandReductions = Pass(
    "expand-reductions", "reduces what is split in two steps: each rank its part, then the parts"
  ) { (graph) throws(Diagnostic) in
    // A local graph does not tell where the other ranks' boxes are.
    if graph.rank != nil { return graph }
    return try graph.rewriting { (_, node, rewriter) throws(Diagnostic) in
      guard let op = node.op as? any SplitReduction else { return nil }
      let x = rewriter.graph[node.operands[0]]
      var boxes = Distribution(x.type.extents, x.placement)
      let axes = op.reducedAxes.filter { !boxes.cuts(along: $0).isEmpty }
      if axes.isEmpty { return nil }
      let names = Anchor.dimensionNames(rank: x.type.rank)
      let along = axes.map { names[$0] ?? "dimension \($0)" }.joined(separator: ", ")
      boxes.placement?.origin = "reduced along \(along) by \(op.mnemonic)"
      return try op.expanded(node.operands[0], boxes, &rewriter)
    }
  }
}

/// An op that reduces axes and can do so in two steps.
protocol SplitReduction: Op {
  /// The dimensions that are reduced.
  var reducedAxes: [Int] { get }
  /// Appends what stands in for the op on `x`, of which the ranks have the given boxes; nil where the
  /// op has to stay.
  func expanded(_ x: Value, _ boxes: Distribution, _ rewriter: inout Rewriter) throws(Diagnostic)
    -> Value?
}
