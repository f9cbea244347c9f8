import GraphIR

extension Pass {
  /// Inserts an exchange wherever a rank reads what it does not have.
  ///
  ///     %y = convolution(%x, %w) {…}               %0 = exchange(%x) : … at […0:4] […4:8] held […0:5] […3:8]
  ///          : f32[1, 1, 8] at […0:4] […4:8]   →    %y = convolution(%0, %w) {…} : … at […0:4] […4:8]
  ///
  /// What is read is what the op says of the box that a rank has of the result. Inputs, and values
  /// that are made of nothing that is split, get larger boxes instead: a rank can read or compute
  /// them for itself. New values of parameters are gathered, because every rank has the whole.
  ///
  /// Where a rank would read the whole of an operand along a dimension that is split, though single
  /// elements of the result need less, the pass refuses unless gathers are allowed: the op does not
  /// follow the cut.
  ///
  /// Assumes placements; a graph without a mesh, or of one rank, stays as it is. Leaves equal exchanges
  /// to `merge-exchanges`.
  public static func insertHalos(allowGather: Bool = false) -> Pass {
    Pass(
      "insert-halos", "inserts an exchange wherever a rank reads what it does not have",
      [Argument("allow-gather", allowGather ? "yes" : "no")]
    ) { (graph) throws(Diagnostic) in
      guard let mesh = graph.mesh, graph.rank == nil else { return graph }
      return try HaloInsertion(graph, ranks: mesh.count, allowGather: allowGather).inserted()
    }
  }
}

/// A partitioned graph in which exchanges are inserted.
struct HaloInsertion {
  private let source: Graph
  private let ranks: Int
  private let allowGather: Bool
  /// The boxes that ranks are to have of each value that they can have without a message.
  private var widened: [[Region]?]

  /// The graph with what its ranks can have without a message.
  init(_ graph: Graph, ranks: Int, allowGather: Bool) {
    source = graph
    self.ranks = ranks
    self.allowGather = allowGather
    widened = graph.nodes.map { _ in nil }
    for index in graph.nodes.indices {
      let node = graph.nodes[index]
      let isFree = node.operands.allSatisfy { graph[$0].placement == nil }
      if isFree && node.placement != nil { widened[index] = node.placement?.boxes }
    }
    for value in graph.values.reversed() {
      let reads = graph.readBoxes(of: value, ranks: ranks)
      for (operand, boxes) in zip(graph[value].operands, reads) {
        guard let held = widened[operand.index] else { continue }
        widened[operand.index] = zip(held, boxes).map { $0.hull($1) }
      }
    }
    for update in graph.updates where widened[update.value.index] != nil {
      let whole = graph[update.value].type.whole
      widened[update.value.index] = .init(repeating: whole, count: ranks)
    }
  }

  /// Returns the graph with the exchanges.
  func inserted() throws(Diagnostic) -> Graph {
    var graph = Graph(name: source.name)
    graph.mesh = source.mesh
    graph.prepare = source.prepare
    var mapped: [Value] = []
    for value in source.values {
      let node = source[value]
      var operands = node.operands.map { mapped[$0.index] }
      let reads = source.readBoxes(of: value, ranks: ranks)
      for position in operands.indices {
        let boxes = reads[position]
        guard needsExchange(operands[position], boxes, graph) else { continue }
        try checkGather(value, position, boxes)
        operands[position] = try exchange(
          operands[position], boxes, reader: "\(AllOps.spelling(node.op))", node.site, &graph)
      }
      var placement = node.placement
      if let boxes = widened[value.index], boxes != placement?.owned { placement?.held = boxes }
      mapped.append(
        try graph.append(node.op, operands, name: node.name, at: node.site, placement: placement))
    }
    for output in source.outputs { graph.output(output.name, mapped[output.value.index]) }
    for update in source.updates {
      var value = mapped[update.value.index]
      let boxes = [Region](repeating: graph[value].type.whole, count: ranks)
      if needsExchange(value, boxes, graph) {
        value = try exchange(value, boxes, reader: "update", graph[value].site, &graph)
      }
      graph.update(update.name, value)
    }
    return graph
  }

  /// `true` iff some rank lacks something of the boxes.
  private func needsExchange(_ value: Value, _ boxes: [Region], _ graph: Graph) -> Bool {
    guard let held = graph[value].placement?.boxes else { return false }
    return zip(held, boxes).contains { !$0.contains($1) }
  }

  private func exchange(
    _ value: Value, _ boxes: [Region], reader: String, _ site: Site?, _ graph: inout Graph
  ) throws(Diagnostic) -> Value {
    // A value that needs an exchange has a placement.
    let owned = graph[value].placement!.owned
    return try graph.append(
      Exchange(), [value], at: site,
      placement: Placement(owned: owned, held: boxes, origin: "read by \(reader)"))
  }

  /// Throws where a rank reads the whole of an operand along a split dimension because the op does
  /// not follow the cut, and not because of what it computes.
  private func checkGather(_ value: Value, _ position: Int, _ boxes: [Region]) throws(Diagnostic) {
    if allowGather { return }
    let node = source[value]
    let operand = node.operands[position]
    guard let owned = source[operand].placement?.owned else { return }
    let types = node.operands.map { source[$0].type }
    let links = Links(node.op, types, to: node.type)
    for dimension in types[position].extents.indices {
      let whole = types[position].whole[dimension]
      let isSplit = owned.contains { !$0.isEmpty && $0[dimension] != whole }
      let isGathered = zip(owned, boxes).contains {
        $1[dimension] == whole && !$1.isEmpty && ($0.isEmpty || $0[dimension] != whole)
      }
      guard isSplit, isGathered, !isGlobal(node, types, position, dimension) else { continue }
      let followers = links.all.filter { $0.operand == position && $0.from == dimension }
      let isFollowed = followers.contains { link in
        node.placement?.boxes.contains { $0.isEmpty || $0[link.to] != node.type.whole[link.to] }
          ?? false
      }
      if isFollowed { continue }
      let name = Anchor.dimensionNames(rank: types[position].rank)[dimension]
      throw Diagnostic(
        "\(AllOps.spelling(node.op)): does not follow the cut of dimension \(dimension)"
          + (name.map { " (\($0))" } ?? "") + " of \(source.spelling(operand)) : \(types[position])"
          + ", so every rank would gather \(types[position].byteCount) bytes; --allow-gather lets it",
        at: node.site,
        notes: [.init("the operand is made here", at: source[operand].site)])
    }
  }

  /// `true` iff single elements of the result already read the whole of the dimension, or the op is a
  /// product, of which one side is always gathered.
  private func isGlobal(_ node: Node, _ types: [TensorType], _ position: Int, _ dimension: Int)
    -> Bool
  {
    if node.op is Contract { return true }
    let whole = node.type.whole
    let corners = [
      Region(whole.bounds.map { $0.prefix(1) }.map { $0.lowerBound..<$0.lowerBound + 1 }),
      Region(whole.bounds.map { $0.upperBound - 1..<$0.upperBound }),
    ]
    return corners.contains {
      node.op.reads($0, of: types)[position][dimension] == types[position].whole[dimension]
    }
  }
}

extension Graph {
  /// Returns, for each operand of a value, the box that each rank reads to have its boxes of the
  /// value.
  func readBoxes(of value: Value, ranks: Int) -> [[Region]] {
    let node = self[value]
    let types = node.operands.map { self[$0].type }
    if types.isEmpty { return [] }
    guard let boxes = node.placement?.boxes else {
      return node.op.reads(node.type.whole, of: types).map { .init(repeating: $0, count: ranks) }
    }
    var reads = types.map { _ in [Region]() }
    var last: (box: Region, reads: [Region])?
    for box in boxes {
      // Ranks that hold the same box read the same.
      let found = last.flatMap { $0.box == box ? $0.reads : nil } ?? node.op.reads(box, of: types)
      last = (box, found)
      for (position, read) in found.enumerated() { reads[position].append(read) }
    }
    return reads
  }
}
