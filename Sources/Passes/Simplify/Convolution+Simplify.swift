import GraphIR

/// - Of an image padded with zeros in space → with more padding, where the kernel is finite.
extension Convolution: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let graph = rewriter.graph
    let x = graph[node.operands[0]]
    guard let pad = x.op as? Pad, pad.isPlainConstant, pad.value.value == 0,
      pad.edges.prefix(2).allSatisfy({ $0 == .none })
    else { return nil }
    var sum: [Edges] = []
    for (first, second) in zip(pad.edges.dropFirst(2), padding) {
      guard let edges = first.followed(by: second) else { return nil }
      sum.append(edges)
    }
    let op = Convolution(
      stride: stride, dilation: dilation, padding: sum, groups: groups, tile: tile)
    let operands = [x.operands[0], node.operands[1]]
    // The sum may be more padding than an op can have.
    guard (try? op.resultType(operands.map { graph[$0].type })) == node.type else { return nil }
    return try rewriter.replace(with: op, operands)
  }
}
