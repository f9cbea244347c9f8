import GraphIR

extension Pass {
  /// Computes what needs no message while messages travel.
  ///
  ///     %h = exchange(%x)              %s = exchange(%x) {phase = start}
  ///     %y = convolution(%h, %w)   →   %i = convolution(%s, %w)        the interior
  ///                                    %h = exchange(%s) {phase = finish}
  ///                                    %l = convolution(%h, %w)        a slab at each cut
  ///                                    %y = assemble(%i, %l)
  ///
  /// The interior of a rank is the largest box of the result that reads nothing of others; what is
  /// left are at most two slabs a cut dimension, so six in three dimensions. Only the first reader of
  /// an exchange is divided, and only where some rank has an interior.
  ///
  /// Assumes merged exchanges; a graph of one rank stays as it is. The pieces' boxes are disjoint and
  /// cover those of the result.
  public static let overlapExchanges = Pass(
    "overlap-exchanges", "computes what needs no message while messages travel"
  ) { (graph) throws(Diagnostic) in
    graph.rank == nil ? try ExchangeOverlap(graph).overlapped() : graph
  }
}

/// A graph whose exchanges are divided.
private struct ExchangeOverlap {
  private let source: Graph
  /// The first reader of each exchange that is to be divided.
  private var readers: [Value: Value] = [:]

  init(_ graph: Graph) {
    source = graph
    var dividedReaders: Set<Value> = []
    for exchange in graph.exchanges {
      guard let op = graph[exchange].op as? Exchange, op.phase == .whole else { continue }
      let reader = graph.values.first { graph[$0].operands.contains(exchange) }
      guard let reader, graph[reader].placement != nil, !(graph[reader].op is Exchange),
        dividedReaders.insert(reader).inserted
      else { continue }
      readers[exchange] = reader
    }
  }

  func overlapped() throws(Diagnostic) -> Graph {
    var graph = Graph(name: source.name)
    graph.mesh = source.mesh
    graph.prepare = source.prepare
    var mapped: [Value] = []
    /// The interior boxes and the exchange of each reader that is divided.
    var divided: [Value: (exchange: Value, interior: [Region])] = [:]
    for value in source.values {
      let node = source[value]
      let operands = node.operands.map { mapped[$0.index] }
      if let reader = readers[value], let interior = interior(of: reader, before: value) {
        divided[reader] = (value, interior)
        let placement = source[node.operands[0]].placement
        mapped.append(
          try graph.append(
            Exchange(phase: .start), operands, at: node.site,
            placement: placement.map { Placement(owned: $0.owned, held: $0.held) }))
      } else if let (exchange, interior) = divided[value] {
        mapped.append(try append(value, exchange, interior, &mapped, &graph))
      } else {
        mapped.append(
          try graph.append(
            node.op, operands, name: node.name, at: node.site, placement: node.placement))
      }
    }
    for output in source.outputs { graph.output(output.name, mapped[output.value.index]) }
    for update in source.updates { graph.update(update.name, mapped[update.value.index]) }
    return graph
  }

  /// Appends the interior, the end of the exchange, the slabs and what they make together.
  private func append(
    _ reader: Value, _ exchange: Value, _ interior: [Region], _ mapped: inout [Value],
    _ graph: inout Graph
  ) throws(Diagnostic) -> Value {
    let node = source[reader]
    // Only a reader with a placement is divided.
    let placement = node.placement!
    func piece(_ boxes: [Region], _ origin: String) throws(Diagnostic) -> Value {
      try graph.append(
        node.op, node.operands.map { mapped[$0.index] }, at: node.site,
        placement: Placement(owned: placement.owned, held: boxes, origin: origin))
    }
    var pieces = [try piece(interior, "interior")]
    let finish = source[exchange]
    mapped[exchange.index] = try graph.append(
      Exchange(phase: .finish), [mapped[exchange.index]], name: finish.name, at: finish.site,
      placement: finish.placement)
    for boxes in slabs(placement.boxes, interior) { pieces.append(try piece(boxes, "slab")) }
    return try graph.append(
      Assemble(), pieces, name: node.name, at: node.site, placement: placement)
  }

  /// Returns the box of each rank that reads only what the rank has before an exchange; nil where all
  /// are empty.
  private func interior(of reader: Value, before exchange: Value) -> [Region]? {
    let node = source[reader]
    guard let boxes = node.placement?.boxes,
      let had = source[source[exchange].operands[0]].placement?.boxes
    else { return nil }
    let types = node.operands.map { source[$0].type }
    let links = Links(node.op, types, to: node.type)
    let positions = node.operands.indices.filter { node.operands[$0] == exchange }
    let interior = zip(boxes, had).map { box, had in
      var box = box
      for link in links.all where positions.contains(link.operand) && !box.isEmpty {
        box[link.to] = bounds(of: box, link, node.op, types, within: had[link.from])
      }
      let reads = box.isEmpty ? [] : node.op.reads(box, of: types)
      let isInside = !reads.isEmpty && positions.allSatisfy { had.contains(reads[$0]) }
      return isInside ? box : .empty(rank: box.rank)
    }
    return interior.allSatisfy(\.isEmpty) ? nil : interior
  }

  /// Returns the part of a box along a link that reads nothing outside of `had` along it.
  private func bounds(
    of box: Region, _ link: Link, _ op: any Op, _ types: [TensorType], within had: Range<Int>
  ) -> Range<Int> {
    let whole = box[link.to]
    func read(_ bounds: Range<Int>) -> Range<Int>? {
      var part = box
      part[link.to] = bounds
      let read = op.reads(part, of: types)[link.operand]
      return read.isEmpty ? nil : read[link.from]
    }
    /// Returns how much is to be cut off, so that what `part` leaves reads inside on one side.
    func cut(isLow: Bool, _ part: (Int) -> Range<Int>) -> Int {
      var (low, high) = (0, whole.count)
      while low < high {
        let middle = (low + high) / 2
        let read = read(part(middle)) ?? had
        let isInside =
          isLow != link.isReversed
          ? read.lowerBound >= had.lowerBound : read.upperBound <= had.upperBound
        if isInside { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let low = cut(isLow: true) { whole.lowerBound + $0..<whole.upperBound }
    let high = cut(isLow: false) { whole.lowerBound..<whole.upperBound - $0 }
    return low + high >= whole.count
      ? whole.lowerBound..<whole.lowerBound : whole.lowerBound + low..<whole.upperBound - high
  }

  /// Returns the boxes of the slabs around interiors: by side of each dimension that some rank needs.
  private func slabs(_ boxes: [Region], _ interiors: [Region]) -> [[Region]] {
    let rank = boxes[0].rank
    var sides = [[Region]](
      repeating: .init(repeating: .empty(rank: rank), count: boxes.count), count: 2 * rank)
    for (index, (box, interior)) in zip(boxes, interiors).enumerated() {
      if interior.isEmpty {
        sides[0][index] = box
        continue
      }
      var rest = box
      for dimension in 0..<rank {
        var (low, high) = (rest, rest)
        low[dimension] = rest[dimension].lowerBound..<interior[dimension].lowerBound
        high[dimension] = interior[dimension].upperBound..<rest[dimension].upperBound
        if !low.isEmpty { sides[2 * dimension][index] = low }
        if !high.isEmpty { sides[2 * dimension + 1][index] = high }
        rest[dimension] = interior[dimension]
      }
    }
    return sides.filter { $0.contains { !$0.isEmpty } }
  }
}
