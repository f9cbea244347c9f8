/// Makes one step of ops that read each other's planes in order, where the values between are large or
/// need not be anywhere: such a step keeps a few planes of each.
///
///     %up = transposed_convolution(%x, %v) {stride = [2, 2]} : f32[1, 16, 1024, 1024]
///     %all = concatenate(%up, %skip) {axis = 1} : f32[1, 32, 1024, 1024]
///     %y = convolution(%all, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 16, 1024, 1024]
///     // becomes
///     %y = fused(%x, %v, %skip, %w) { … } : f32[1, 16, 1024, 1024]
///
/// Runs on the graph of one rank: an exchange is the end of a chain.
enum FuseChains {
  /// Returns the graph with chains as fused nodes; values of `byteCount` or more are worth not being
  /// kept.
  static func apply(to graph: Graph, byteCount: Int) throws(Diagnostic) -> Graph {
    var groups = FusionGroups(graph)
    for value in graph.values.reversed() where groups.isFree(value) && isEnd(value, graph) {
      groups.grow(from: value) { joins($0, $1, graph, byteCount) }
    }
    return try groups.fused()
  }

  /// `true` iff a chain may end at a value.
  private static func isEnd(_ value: Value, _ graph: Graph) -> Bool {
    let node = graph[value]
    return isPlanar(node.op) && !(node.op is Concatenate) && node.type.rank >= 3
      && node.type.extents[0] == 1
  }

  /// `true` iff a value, which only `reader` reads, is computed with it.
  private static func joins(
    _ value: Value, _ reader: Value, _ graph: Graph, _ byteCount: Int
  ) -> Bool {
    let node = graph[value]
    guard isPlanar(node.op), !(node.op is any Leaf), isImage(node.type) else { return false }
    if let product = graph[reader].op as? Contract {
      // Planes of the left operand become those of the product.
      guard graph[reader].operands[1] != value,
        product.free(0, rank: node.type.rank).first == PlaneRing.dimension
      else { return false }
    }
    if let concatenation = node.op as? Concatenate {
      let types = node.operands.map { graph[$0].type }
      return concatenation.axis == 1 && graph[reader].operands[0] == value
        && (graph[reader].op as? any JoinedImageReading)?.readsJoinedImages(types) ?? false
    }
    return node.type.byteCount >= byteCount
  }

  private static func isImage(_ type: TensorType) -> Bool {
    type.rank >= 3 && type.elementType == .f32 && type.extents[0] == 1
  }

  /// `true` iff an op reads, for a run of planes along the first spatial dimension, a run of planes.
  static func isPlanar(_ op: any Op) -> Bool {
    switch op {
    case is Convolution, is TransposedConvolution, is MaxPool, is AveragePool, is Pointwise: true
    case is Broadcast, is Constant, is Input: true
    case let softmax as Softmax: !softmax.axes.contains(PlaneRing.dimension)
    case let softmax as LogSoftmax: !softmax.axes.contains(PlaneRing.dimension)
    case let product as Contract: product.isPlanar
    case let sum as BlockSum:
      sum.block.count > PlaneRing.dimension && sum.block[PlaneRing.dimension] == 1
    case let concatenation as Concatenate: concatenation.axis != PlaneRing.dimension
    case let fused as Fused: fused.body.nodes.allSatisfy { isPlanar($0.op) }
    default: false
    }
  }
}

extension Contract {
  /// `true` iff the planes of the product along the first spatial dimension are rows of the left
  /// operand, each times all of the right one.
  fileprivate var isPlanar: Bool { batch.count == PlaneRing.dimension }
}
