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
    let useCounts = graph.useCounts
    var isTaken = [Bool](repeating: false, count: graph.nodes.count)
    var groups = [FusionGroup?](repeating: nil, count: graph.nodes.count)
    for value in graph.values.reversed() where !isTaken[value.index] {
      guard let members = members(endingAt: value, in: graph, useCounts) else { continue }
      for member in members { isTaken[member.index] = true }
      groups[value.index] = FusionGroup(members)
    }
    return try graph.rewriting { (value, _, rewriter) throws(Diagnostic) in
      try groups[value.index]?.emit(&rewriter, finish: Fused.flattened)
    }
  }

  /// Returns the convolution and all behind it up to a value that is its shuffled result; nil where
  /// it is not.
  private static func members(endingAt value: Value, in graph: Graph, _ useCounts: [Int])
    -> [Value]?
  {
    var members = [value]
    var hasShuffle = graph[value].op is Reshape
    guard hasShuffle || isPointwise(graph[value].op) else { return nil }
    while let operand = graph[members[0]].operands.first, useCounts[operand.index] == 1 {
      let op = graph[operand].op
      members.insert(operand, at: 0)
      if isConvolution(op) { return hasShuffle && isShuffle(members, in: graph) ? members : nil }
      guard op is Reshape || op is Transpose || isPointwise(op) else { return nil }
      hasShuffle = hasShuffle || op is Reshape
    }
    return nil
  }

  private static func isPointwise(_ op: any Op) -> Bool {
    switch op {
    case is Pointwise: true
    case let fused as Fused:
      fused.body.nodes.allSatisfy {
        $0.op is Input || $0.op is Broadcast || $0.op is Constant || isPointwise($0.op)
      }
    default: false
    }
  }

  private static func isConvolution(_ op: any Op) -> Bool {
    op is Convolution
      || (op as? Fused)?.body.nodes.contains { $0.op is Convolution } ?? false
  }

  /// `true` iff the last member has the phases of a convolution.
  private static func isShuffle(_ members: [Value], in graph: Graph) -> Bool {
    var copy = Graph(name: Fused.mnemonic)
    var known: [Value: Value] = [:]
    /// Adds a value, as an input where it is no member.
    func add(_ value: Value) throws(Diagnostic) -> Value {
      if let value = known[value] { return value }
      let node = graph[value]
      var operands: [Value] = []
      if members.contains(value) {
        for operand in node.operands { operands.append(try add(operand)) }
      }
      let op: any Op =
        members.contains(value) ? node.op : Input(name: "\(known.count)", type: node.type)
      let new = try copy.append(op, operands)
      known[value] = new
      return new
    }
    guard let last = members.last, let output = try? add(last) else { return false }
    copy.output("result", output)
    guard let flat = try? Fused.flattened(Fused(body: copy)).body else { return false }
    let convolutions = flat.values.filter { flat[$0].op is Convolution }
    guard convolutions.count == 1, (flat[convolutions[0]].op as? Convolution)?.groups == 1 else {
      return false
    }
    return PhaseSplit(flat, of: convolutions[0]) != nil
  }
}

extension Fused {
  /// Returns the same step without fused ops in its body.
  static func flattened(_ op: Fused) throws(Diagnostic) -> Fused {
    var flat = Graph(name: op.body.name)
    let output = try flat.append(contentsOf: op.body, inputs: nil)
    flat.output(op.body.outputs[0].name, output)
    return Fused(body: flat)
  }
}

extension Graph {
  /// Adds the nodes of a body, and of the bodies of its fused ops, and returns its output; its inputs
  /// are the given values, or else inputs of this graph.
  fileprivate mutating func append(contentsOf body: Graph, inputs: [Value]?) throws(Diagnostic)
    -> Value
  {
    var mapped: [Value] = []
    var inputCount = 0
    for node in body.nodes {
      let operands = node.operands.map { mapped[$0.index] }
      if let inputs, node.op is Input {
        mapped.append(inputs[inputCount])
        inputCount += 1
      } else if let fused = node.op as? Fused {
        mapped.append(try append(contentsOf: fused.body, inputs: operands))
      } else {
        mapped.append(try append(node.op, operands, name: nil, at: node.site))
      }
    }
    return mapped[body.outputs[0].value.index]
  }
}
