import GraphIR

/// An op with rules that replace it by something cheaper.
protocol Simplifiable: Op {
  /// Returns a value that stands in for the node, or nil where no rule applies.
  ///
  /// Both are equal for all operands: bit by bit, −0 and infinities included; NaN stays NaN.
  /// The node's operands are values of `rewriter.graph`.
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value?
}

extension Pass {
  /// Applies the rules of each op until none applies.
  ///
  ///     %a = reshape(%x) {extents = [2, 6]} : f32[2, 6]
  ///     %b = reshape(%a) {extents = [3, 4]} : f32[3, 4]     // reshape(%x)
  ///     %c = multiply(%b, %one) : f32[3, 4]                 // %b
  ///
  /// The rules are the conformances to `Simplifiable`, a file for each op. They keep all bits, so
  /// x + 0.0 stays (it turns −0 into 0) and x · 0.0 stays (it is NaN for NaN). One rule asks for
  /// more: a pad with zeros becomes the padding of the convolution behind it, which is equal where
  /// the kernel is finite (a padded zero times an infinite weight is NaN, padding is skipped).
  ///
  /// Assumes nothing. Leaves unused operands to `eliminate-dead-code` and what depends on constants
  /// only to `fold-constants`.
  public static let simplify = Pass(
    "simplify", "applies the rules of each op until none applies"
  ) { (graph) throws(Diagnostic) in
    try graph.mappingAll { (graph) throws(Diagnostic) in
      var (graph, isChanged) = (graph, true)
      while isChanged { (graph, isChanged) = try graph.simplifiedOnce() }
      return graph
    }
  }
}

extension Graph {
  /// Returns the graph with one rule applied to each live node that has one, and whether any was.
  fileprivate func simplifiedOnce() throws(Diagnostic) -> (Graph, Bool) {
    let uses = Uses(self)
    var isChanged = false
    let result = try rewriting { (value, node, rewriter) throws(Diagnostic) in
      guard uses.isLive[value.index], let op = node.op as? any Simplifiable,
        let replacement = try op.simplified(node, &rewriter),
        rewriter.graph[replacement].placement == node.placement
      else { return nil }
      isChanged = true
      return replacement
    }
    return (result, isChanged)
  }
}

extension Node {
  /// `true` iff the node only repeats elements of its operand, of which there are fewer.
  func isEnlargingBroadcast(in graph: Graph) -> Bool {
    op is Broadcast && type.count > graph[operands[0]].type.count
  }
}

extension Graph {
  /// Returns the only number in a value, where it is a constant that repeats it, also by `broadcast`
  /// and `reshape`; nil for other values and for integers that a double does not hold.
  func repeatedNumber(in value: Value) -> Scalar? {
    var node = self[value]
    while node.op is Broadcast || node.op is Reshape { node = self[node.operands[0]] }
    guard let array = (node.op as? Constant)?.value, array.count > 0 else { return nil }
    let size = array.elementType.byteCount
    let isRepeated = array.withUnsafeBytes { bytes in
      (size..<max(size, bytes.count)).allSatisfy { bytes[$0] == bytes[$0 - size] }
    }
    if !isRepeated { return nil }
    let number = array.taking([0], extents: []).asDoubles()[0]
    return array.elementType.isFloatingPoint || abs(number) < 0x1p53 ? Scalar(number) : nil
  }
}
