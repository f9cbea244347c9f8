/// Lets convolutions do with the pixels that they read what was a step of its own, where that depends
/// on nothing else but batch and channel.
///
///     %a = leaky_relu(%x) {parameters = [0.2]} : f32[1, 64, 128, 128]
///     %y = convolution(%a, %w) {stride = [2, 2], padding = [[1, 1], [1, 1]]} : f32[1, 128, 64, 64]
///     // becomes
///     %y = fused(%x, %w) { … } : f32[1, 128, 64, 64]
///
/// Padding stays what it is: zeros around the image that a convolution saw before.
enum FusePrologues {
  /// Returns the graph with such steps.
  static func apply(to graph: Graph) throws(Diagnostic) -> Graph {
    let useCounts = graph.useCounts
    return try graph.rewriting { (value, node, rewriter) throws(Diagnostic) in
      guard let image = graph[value].operands.first, useCounts[image.index] == 1,
        hasImage(graph[value].op), isPrologue(image, in: graph)
      else { return nil }
      return try FusionGroup([image, value]).emit(&rewriter, finish: Fused.flattened)
    }
  }

  /// `true` iff an op is a convolution of its first operand, with what follows that.
  private static func hasImage(_ op: any Op) -> Bool {
    if op is any TiledOp { return true }
    guard let fused = op as? Fused else { return false }
    let anchors = fused.body.nodes.filter { $0.op is any TiledOp }
    return anchors.count == 1 && anchors[0].operands[0] == fused.inputs.first
      && fused.body.nodes.count(where: { $0.operands.contains(anchors[0].operands[0]) }) == 1
  }

  /// `true` iff a value is made of one image, element by element, by functions of batch and channel.
  private static func isPrologue(_ value: Value, in graph: Graph) -> Bool {
    let node = graph[value]
    guard node.op is Pointwise || node.op is Fused, node.type.rank >= 3,
      node.type.elementType == .f32,
      let body = try? Graph.body(of: value, in: graph),
      let source = body.prologueSource(
        of: body.outputs[0].value)
    else { return false }
    let operands = body.nodes.filter { $0.op is Input }.map { node in
      let box = node.type.whole
      return TensorView(node.type, box, in: BoxLayout(box), memory: 0, from: 0)
    }
    return FusedText(
      prologueOf: body, from: source, to: body.outputs[0].value, imageBox: node.type.whole,
      operands: operands) != nil
  }
}

extension Graph {
  /// Returns a value's op as a body of its own, without fused ops; its operands are inputs.
  fileprivate static func body(of value: Value, in graph: Graph) throws(Diagnostic) -> Graph {
    let node = graph[value]
    if let fused = node.op as? Fused { return try Fused.flattened(fused).body }
    var body = Graph(name: Fused.mnemonic)
    var operands: [Value] = []
    for (index, operand) in node.operands.enumerated() {
      operands.append(
        try body.append(Input(name: "\(index)", type: graph[operand].type)))
    }
    body.output("result", try body.append(node.op, operands))
    return body
  }
}
