import GraphIR

extension Pass {
  /// Computes trees of ops that work element by element in one step.
  ///
  ///     %b = broadcast(%s) {extents = [1, 8, 6, 6], axes = [1]} : f32[1, 8, 6, 6]
  ///     %a = multiply(%x, %b) : f32[1, 8, 6, 6]
  ///     %y = tanh(%a) : f32[1, 8, 6, 6]
  ///     // becomes
  ///     %y = fused(%x, %s) { … } : f32[1, 8, 6, 6]
  ///
  /// The ops are the pointwise functions, `compare`, `select` and `cast`, with the broadcasts
  /// among their operands. A value joins where all its uses are inside; so each is computed
  /// once. One op alone, without a broadcast, stays as it is.
  ///
  /// Assumes that `fuse-epilogues` took what belongs to convolutions. Leaves the fused nodes to
  /// `eliminate-dead-code`.
  public static let fusePointwise = Pass(
    "fuse-pointwise", "computes trees of pointwise ops in one step"
  ) { (graph) throws(Diagnostic) in
    let groups = graph.pointwiseTrees()
    return try graph.rewriting { (value, _, rewriter) throws(Diagnostic) in
      try groups[value.index]?.emit(&rewriter)
    }
  }
}

extension Graph {
  /// Returns the tree at each root.
  fileprivate func pointwiseTrees() -> [FusionGroup?] {
    let uses = Uses(self)
    var root = [Value?](repeating: nil, count: nodes.count)
    var members = [[Value]](repeating: [], count: nodes.count)
    // Users come first, so each node sees the trees of all its users.
    for value in values.reversed() where uses.isLive[value.index] && isPointwise(self[value].op) {
      let tree = tree(of: value, uses, root) ?? value
      root[value.index] = tree
      members[tree.index].append(value)
    }
    return members.map { isWorthwhile($0) ? FusionGroup($0.reversed()) : nil }
  }

  /// Returns the root of the tree that has all users of a value, where the value may join it.
  private func tree(of value: Value, _ uses: Uses, _ root: [Value?]) -> Value? {
    let users = uses.users[value.index]
    guard !uses.isExit[value.index], let first = users.first, let tree = root[first.index],
      users.allSatisfy({ root[$0.index] == tree })
    else { return nil }
    let (node, result) = (self[value], self[tree])
    let isAlike = node.type.extents == result.type.extents && node.placement == result.placement
    return isAlike ? tree : nil
  }

  private func isPointwise(_ op: any Op) -> Bool {
    op is Pointwise || op is Compare || op is Select || op is Cast
  }

  private func isWorthwhile(_ members: [Value]) -> Bool {
    guard let first = members.first else { return false }
    return members.count > 1
      || self[first].operands.contains { self[$0].op is Broadcast }
  }
}
