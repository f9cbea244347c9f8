import GraphIR

extension Pass {
  /// Exchanges once for several layers, and recomputes the rim, where that is faster.
  ///
  ///     %0 = exchange(%a)              %0 = exchange(%a)         one cell more on each side
  ///     %b = convolution(%0, %w)   →   %b = convolution(%0, %w)  held with its halo
  ///     %1 = exchange(%b)              %c = convolution(%b, %w)
  ///     %c = convolution(%1, %w)
  ///
  /// A rim outside of the image is padding in each layer anew, because boxes end at the border and
  /// each op pads by itself. From the last exchange to the first, each is replaced by recomputing
  /// what it brings, and stays so iff the cost model predicts a shorter run of the slowest rank.
  ///
  /// Assumes exchanges in one piece, of at most 64 ranks: with more, graphs stay as they are, as do
  /// those of one rank.
  public static func widenHalos(_ machine: Machine = .builtIn) -> Pass {
    let latency = min(machine.messageLatency, Machine.longestLatency)
    return Pass(
      "widen-halos", "exchanges once for several layers and recomputes the rim, where it pays",
      [Argument("latency", "\(Int((latency * 1e6).rounded()))")]
    ) { (graph) throws(Diagnostic) in
      guard let mesh = graph.mesh, mesh.count <= 64, graph.rank == nil,
        !graph.nodes.contains(where: { ($0.op as? Exchange)?.phase == .start })
      else { return graph }
      var widening = try HaloWidening(graph, CostModel(machine.shared(by: mesh.count)))
      return try widening.widened()
    }
  }
}

/// A graph whose exchanges are being replaced by larger boxes.
private struct HaloWidening {
  /// The graph without exchanges.
  private var bare: Graph
  /// The graph with the exchanges that are left.
  private var best: Graph
  private var seconds: Double
  private let model: CostModel

  init(_ graph: Graph, _ model: CostModel) throws(Diagnostic) {
    self.model = model
    bare = try graph.withoutExchanges()
    best = graph
    seconds = model.cost(of: graph).seconds
  }

  /// Returns the fastest graph found.
  mutating func widened() throws(Diagnostic) -> Graph {
    for value in bare.values.reversed() where !(bare[value].op is any Leaf) {
      guard let boxes = exchangedBoxes(of: value) else { continue }
      let trial = try bare.holding(value, boxes)
      let graph = try trial.withExchanges()
      let predicted = model.cost(of: graph).seconds
      if predicted < seconds { (bare, best, seconds) = (trial, graph, predicted) }
    }
    return best
  }

  /// Returns what ranks have of a value behind its exchange; nil where it has none.
  private func exchangedBoxes(of value: Value) -> [Region]? {
    // But for exchanges, both graphs have the same nodes in the same order.
    let found = best.values.filter { !(best[$0].op is Exchange) }[value.index]
    let exchange = best.nodes.first { $0.op is Exchange && $0.operands[0] == found }
    return exchange?.placement?.boxes
  }
}

extension Graph {
  /// Returns the graph with the operands of exchanges in their place.
  fileprivate func withoutExchanges() throws(Diagnostic) -> Graph {
    try rebuilt { (_, node, graph, operands) throws(Diagnostic) in
      node.op is Exchange
        ? operands[0]
        : try graph.append(
          node.op, operands, name: node.name, at: node.site, placement: node.placement)
    }
  }

  /// Returns the graph in which ranks have the given boxes of a value, too.
  fileprivate func holding(_ value: Value, _ boxes: [Region]) throws(Diagnostic) -> Graph {
    try rebuilt { (visited, node, graph, operands) throws(Diagnostic) in
      var placement = node.placement
      if visited == value, let known = node.placement?.boxes {
        placement?.held = zip(known, boxes).map { $0.hull($1) }
      }
      return try graph.append(
        node.op, operands, name: node.name, at: node.site, placement: placement)
    }
  }

  /// Returns the graph with an exchange for each value that some rank lacks.
  fileprivate func withExchanges() throws(Diagnostic) -> Graph {
    let inserted = try HaloInsertion(self, ranks: mesh?.count ?? 1, allowGather: true).inserted()
    return try Pass.mergeExchanges.run(inserted)
  }
}
