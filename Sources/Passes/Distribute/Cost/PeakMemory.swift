import GraphIR

/// The bytes that each rank needs at a time when it runs the nodes in order.
struct PeakMemory {
  /// The bytes of each rank.
  private(set) var byteCounts: [Int]

  /// The memory of the live nodes of a graph: what the caller supplies and what leaves the graph is
  /// there all the time or until the end, all else from its node to its last user.
  init(_ graph: Graph, ranks: Int, isLive: [Bool]) {
    byteCounts = .init(repeating: 0, count: ranks)
    let lifetimes = Self.lifetimes(graph, isLive)
    var current = byteCounts
    var ending = [[Value]](repeating: [], count: graph.nodes.count + 1)
    for (value, steps) in zip(graph.values, lifetimes) {
      guard let steps else { continue }
      ending[steps.upperBound].append(value)
      if steps.lowerBound < 0 { Self.add(value, in: graph, 1, to: &current) }
    }
    byteCounts = current
    for (value, steps) in zip(graph.values, lifetimes) {
      if let steps, steps.lowerBound >= 0 {
        Self.add(value, in: graph, 1, to: &current)
        for rank in byteCounts.indices { byteCounts[rank] = max(byteCounts[rank], current[rank]) }
      }
      for dead in ending[value.index] { Self.add(dead, in: graph, -1, to: &current) }
    }
  }

  /// Returns the nodes from the one that makes each value to the last that reads it; from −1 for what
  /// the caller supplies; nil for what is dead or shares the memory of another value.
  private static func lifetimes(_ graph: Graph, _ isLive: [Bool]) -> [ClosedRange<Int>?] {
    var root = graph.values
    var last = graph.nodes.indices.map { $0 }
    for value in graph.values where isLive[value.index] {
      let node = graph[value]
      if graph.isAlias(value) { root[value.index] = root[node.operands[0].index] }
      for operand in node.operands { last[root[operand.index].index] = value.index }
    }
    for exit in graph.outputs + graph.updates {
      last[root[exit.value.index].index] = graph.nodes.count
    }
    return graph.values.map { value in
      guard isLive[value.index], root[value.index] == value else { return nil }
      let op = graph[value].op
      let isSupplied = op is Input || op is Parameter || op is Constant
      return isSupplied ? -1...graph.nodes.count : value.index...last[value.index]
    }
  }

  private static func add(_ value: Value, in graph: Graph, _ sign: Int, to counts: inout [Int]) {
    let node = graph[value]
    let size = sign * node.type.elementType.byteCount
    guard let boxes = node.placement?.boxes else {
      for rank in counts.indices { counts[rank] += node.type.count * size }
      return
    }
    for (rank, box) in boxes.enumerated() { counts[rank] += box.count * size }
  }
}

extension Graph {
  /// `true` iff every rank's part of the value is its part of the operand under other extents.
  fileprivate func isAlias(_ value: Value) -> Bool {
    let node = self[value]
    guard node.op is Reshape else { return false }
    guard let boxes = node.placement?.boxes else { return self[node.operands[0]].placement == nil }
    guard let sources = self[node.operands[0]].placement?.boxes else { return false }
    let types = [self[node.operands[0]].type]
    return zip(boxes, sources).allSatisfy { box, source in
      box.count == source.count && node.op.reads(box, of: types)[0] == source
    }
  }
}
