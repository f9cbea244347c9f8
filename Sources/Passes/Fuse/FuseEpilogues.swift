import GraphIR

extension Pass {
  /// Computes what follows a convolution, element by element, together with it.
  ///
  ///     %c = convolution(%x, %w) : f32[1, 8, 6, 6]
  ///     %b = broadcast(%bias) {extents = [1, 8, 6, 6], axes = [1]} : f32[1, 8, 6, 6]
  ///     %a = add(%c, %b) : f32[1, 8, 6, 6]
  ///     %s = add(%a, %x) : f32[1, 8, 6, 6]
  ///     %y = relu(%s) : f32[1, 8, 6, 6]
  ///     // becomes
  ///     %y = fused(%x, %w, %bias) { … } : f32[1, 8, 6, 6]
  ///
  /// A chain starts at a `convolution`, `transposed_convolution` or `contract` and takes pointwise
  /// ops while each value has one use. Their other operands are broadcasts (bias, slopes
  /// of prelu), leaves, or values computed before the chain starts (a residual): one that comes
  /// later would keep the image of the convolution alive. Where two chains could take a node, the
  /// later one does.
  ///
  /// Assumes that norms were folded. Leaves the fused nodes to `eliminate-dead-code`, and pointwise
  /// ops that follow nothing of the kind to `fuse-pointwise`.
  public static let fuseEpilogues = Pass(
    "fuse-epilogues", "computes bias, activation and residual with the convolution before"
  ) { (graph) throws(Diagnostic) in
    let groups = graph.epilogues()
    return try graph.rewriting { (value, _, rewriter) throws(Diagnostic) in
      try groups[value.index]?.emit(&rewriter)
    }
  }
}

extension Graph {
  /// Returns the chain at each value that ends one.
  fileprivate func epilogues() -> [FusionGroup?] {
    let uses = Uses(self)
    var isTaken = [Bool](repeating: false, count: nodes.count)
    var groups = [FusionGroup?](repeating: nil, count: nodes.count)
    for anchor in values.reversed() where uses.isLive[anchor.index] && isAnchor(self[anchor].op) {
      var members = [anchor]
      while let last = members.last, let user = uses.onlyUser(of: last), !isTaken[user.index],
        follows(user, last, from: anchor)
      {
        members.append(user)
        isTaken[user.index] = true
      }
      if let last = members.last, last != anchor { groups[last.index] = FusionGroup(members) }
    }
    return groups
  }

  private func isAnchor(_ op: any Op) -> Bool {
    op is Convolution || op is TransposedConvolution || op is Contract
  }

  /// `true` iff a chain from `anchor` to `last` may take the node of `user`.
  private func follows(_ user: Value, _ last: Value, from anchor: Value) -> Bool {
    let node = self[user]
    return node.op is Pointwise && node.placement == self[anchor].placement
      && node.operands.allSatisfy { operand in
        let other = self[operand]
        return operand == last || operand < anchor || other.operands.isEmpty
          || other.op is Broadcast
      }
  }
}
