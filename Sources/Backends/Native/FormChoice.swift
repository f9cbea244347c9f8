/// Chooses the algorithm of each convolution and writes it into the graph, so that halos are as wide
/// as it needs.
///
///     %y = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 64, 32, 32]
///     // becomes
///     %y = convolution(%x, %w) {padding = [[1, 1], [1, 1]], tile = [4, 4]} : f32[1, 64, 32, 32]
///
/// Convolutions in the bodies of fused nodes are looked at, too.
enum FormChoice {
  /// Returns the graph with the tiles of `tile` for each convolution of an image and a kernel.
  static func apply(
    to graph: Graph, tile: (_ shape: ConvolutionShape) throws(Diagnostic) -> [Int]
  ) throws(Diagnostic) -> Graph {
    try graph.rewriting { (_, node, rewriter) throws(Diagnostic) in
      switch node.op {
      case let fused as Fused:
        let body = try apply(to: fused.body, tile: tile)
        return body == fused.body
          ? nil : try rewriter.replace(with: Fused(body: body), node.operands)
      case let op as any TiledOp:
        let (image, kernel) = (
          rewriter.graph[node.operands[0]].type, rewriter.graph[node.operands[1]].type
        )
        let tile = try tile(try ConvolutionShape(op, image: image, kernel: kernel))
        return tile == op.tile
          ? nil : try rewriter.replace(with: op.tiled(tile), node.operands)
      default: return nil
      }
    }
  }
}
