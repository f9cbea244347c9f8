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
    var groups = FusionGroups(graph)
    for value in graph.values.reversed() where groups.isFree(value) && hasImage(graph[value].op) {
      let image = graph[value].operands[0]
      if groups.isReadOnce(image), try isPrologue(image, in: graph) { groups.add([image, value]) }
    }
    return try groups.fused(finish: Fused.flattened)
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
  private static func isPrologue(_ value: Value, in graph: Graph) throws(Diagnostic) -> Bool {
    let node = graph[value]
    guard node.op.isPointwise, node.type.rank >= 3, node.type.elementType == .f32 else {
      return false
    }
    let body = try Fused.flattened(FusionGroup([value]).step(in: graph).op).body
    guard let source = body.prologueSource(of: body.outputs[0].value) else { return false }
    return FusedText(
      prologueOf: body, from: source, to: body.outputs[0].value, imageBox: node.type.whole,
      operands: body.inputViews) != nil
  }
}
