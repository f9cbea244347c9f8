import GraphIR

/// - reduce → partial_reduce, reduce; but for products of floats.
extension Reduce: SplitReduction {
  var reducedAxes: [Int] { axes }

  func expanded(_ x: Value, _ boxes: Distribution, _ rewriter: inout Rewriter) throws(Diagnostic)
    -> Value?
  {
    let type = rewriter.graph[x].type.elementType
    if function == .product && type.isFloatingPoint { return nil }
    return try rewriter.replace(with: boxes.steps(of: function, over: axes), of: x)
  }
}

/// - tree_sum → tree_roots, tree_join along each axis that is split.
extension TreeSum: SplitReduction {
  var reducedAxes: [Int] { axes }

  func expanded(_ x: Value, _ boxes: Distribution, _ rewriter: inout Rewriter) throws(Diagnostic)
    -> Value?
  {
    try rewriter.replace(with: boxes.stepsOfSum(over: axes), of: x)
  }
}
