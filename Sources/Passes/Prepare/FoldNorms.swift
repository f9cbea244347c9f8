import GraphIR

extension Pass {
  /// Folds a scale and a shift per channel behind a convolution into its kernel and one bias: batch
  /// norm in inference form, which the frontend writes as pointwise ops.
  ///
  ///     %c = convolution(%x, %w) : f32[1, 8, 6, 6]
  ///     %a = multiply(%c, %scale) : f32[1, 8, 6, 6]    // %scale = broadcast(%s) {axes = [1]}
  ///     %y = add(%a, %shift) : f32[1, 8, 6, 6]         // %shift = broadcast(%t) {axes = [1]}
  ///     // becomes
  ///     %v = multiply(%w, %s') : f32[8, 8, 3, 3]       // %s' = broadcast(%s) {axes = [0]}
  ///     %c = convolution(%x, %v) : f32[1, 8, 6, 6]
  ///     %y = add(%c, %shift) : f32[1, 8, 6, 6]
  ///
  /// The chain may have any additions, subtractions, multiplications and divisions by what depends
  /// on parameters and constants only and repeats in all but the channels; also behind
  /// `transposed_convolution`. It ends where a value has another use, and at any other op: a norm
  /// behind an activation stays. Rounding differs from the chain's.
  ///
  /// Assumes that `simplify` merged reshapes into broadcasts. Leaves the arithmetic on parameters to
  /// `hoist-parameters`, and the old convolutions to `eliminate-dead-code`.
  public static let foldNorms = Pass(
    "fold-norms", "folds scales and shifts per channel into convolutions"
  ) { (graph) throws(Diagnostic) in try graph.foldingNorms() }
}

extension Graph {
  fileprivate func foldingNorms() throws(Diagnostic) -> Graph {
    let uses = Uses(self)
    let isFixed = fixedValues()
    var chains: [Value: ChannelAffine] = [:]
    for value in values where uses.isLive[value.index] {
      let node = self[value]
      let isAnchor = node.op is Convolution || node.op is TransposedConvolution
      guard isAnchor, node.type.elementType.isFloatingPoint, isFixed[node.operands[1].index],
        let chain = ChannelAffine(value, self, uses, isFixed: isFixed)
      else { continue }
      chains[chain.end] = chain
    }
    return try rewriting { (value, _, rewriter) throws(Diagnostic) in
      guard let chain = chains[value] else { return nil }
      return try self.folded(chain, &rewriter)
    }
  }

  /// Adds the convolution with the scaled kernel and the bias; returns the result.
  private func folded(_ chain: ChannelAffine, _ rewriter: inout Rewriter) throws(Diagnostic)
    -> Value
  {
    let node = self[chain.anchor]
    let (scale, shift) = try chain.emit(&rewriter)
    let kernel = rewriter[node.operands[1]]
    let operands = [
      rewriter[node.operands[0]],
      try scale.map { (scale) throws(Diagnostic) in
        try scaled(kernel, by: scale, node, &rewriter)
      } ?? kernel,
    ]
    guard let shift else { return try rewriter.replace(with: node.op, operands) }
    let result = try rewriter.append(node.op, operands, name: node.name, at: node.site)
    let bias = try rewriter.append(Broadcast(extents: node.type.extents, axes: [1]), [shift])
    return try rewriter.replace(with: Pointwise("add"), [result, bias])
  }

  /// Adds the kernel of a convolution times a number for each channel of the result.
  private func scaled(
    _ kernel: Value, by scale: Value, _ convolution: Node, _ rewriter: inout Rewriter
  ) throws(Diagnostic) -> Value {
    let extents = rewriter.graph[kernel].type.extents
    let factors: Value
    if let op = convolution.op as? TransposedConvolution {
      // Kernel [I, O/g, K…] of channel group·O/g + j: the group is that of the input channel.
      let split = [op.groups, extents[0] / op.groups] + extents.dropFirst()
      let perGroup = try rewriter.append(Reshape(extents: [op.groups, extents[1]]), [scale])
      let repeated = try rewriter.append(Broadcast(extents: split, axes: [0, 2]), [perGroup])
      factors = try rewriter.append(Reshape(extents: extents), [repeated])
    } else {
      factors = try rewriter.append(Broadcast(extents: extents, axes: [0]), [scale])
    }
    return try rewriter.append(Pointwise("multiply"), [kernel, factors])
  }
}
