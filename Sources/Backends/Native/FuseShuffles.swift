/// Makes one step of a convolution and the pixel shuffle of its results, with what is pointwise in
/// front of it and behind it, so that phases are stored where they belong.
///
///     %y = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 256, 32, 32]
///     %a = reshape(%y) {extents = [1, 64, 2, 2, 32, 32]} : f32[1, 64, 2, 2, 32, 32]
///     %b = transpose(%a) {permutation = [0, 1, 4, 2, 5, 3]} : f32[1, 64, 32, 2, 32, 2]
///     %z = reshape(%b) {extents = [1, 64, 64, 64]} : f32[1, 64, 64, 64]
///     // becomes
///     %z = fused(%x, %w) { … } : f32[1, 64, 64, 64]
enum FuseShuffles {
  /// Returns the graph with such steps.
  static func apply(to graph: Graph) throws(Diagnostic) -> Graph {
    var groups = FusionGroups(graph)
    for value in graph.values.reversed() where groups.isFree(value) {
      if let members = try members(endingAt: value, in: graph, groups) { groups.add(members) }
    }
    return try groups.fused(finish: Fused.flattened)
  }

  /// Returns the convolution and all behind it up to a value that is its shuffled result; nil where
  /// it is not.
  private static func members(
    endingAt value: Value, in graph: Graph, _ groups: FusionGroups
  ) throws(Diagnostic) -> [Value]? {
    var members = [value]
    var hasShuffle = graph[value].op is Reshape
    guard hasShuffle || graph[value].op.isPointwise else { return nil }
    while let operand = graph[members[0]].operands.first, groups.isReadOnce(operand) {
      let op = graph[operand].op
      members.insert(operand, at: 0)
      if isConvolution(op) {
        if !hasShuffle { return nil }
        return try isShuffle(members, in: graph) ? members : nil
      }
      guard op is Reshape || op is Transpose || op.isPointwise else { return nil }
      hasShuffle = hasShuffle || op is Reshape
    }
    return nil
  }

  private static func isConvolution(_ op: any Op) -> Bool {
    op is Convolution
      || (op as? Fused)?.body.nodes.contains { $0.op is Convolution } ?? false
  }

  /// `true` iff the last member has the phases of a convolution.
  private static func isShuffle(_ members: [Value], in graph: Graph) throws(Diagnostic) -> Bool {
    let body = try Fused.flattened(FusionGroup(members).step(in: graph).op).body
    let convolutions = body.values.filter { body[$0].op is Convolution }
    guard convolutions.count == 1, (body[convolutions[0]].op as? Convolution)?.groups == 1 else {
      return false
    }
    return PhaseSplit(body, of: convolutions[0]) != nil
  }
}
