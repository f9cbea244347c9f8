import GraphIR

/// Returns the bytes that the ranks of a graph must receive at least, each of a value once: what its
/// readers read together and the rank does not have when the value is computed.
///
/// Exchanges in the graph count as the value that they move.
public func communicationLowerBound(_ graph: Graph) -> Int {
  guard let ranks = graph.mesh?.count else { return 0 }
  /// What each rank reads of each value and does not have: disjoint boxes.
  var missing = graph.nodes.map { _ in [[Region]](repeating: [], count: ranks) }
  func read(_ value: Value, _ boxes: [Region]) {
    let value = graph.exchangedValue(value)
    guard let had = graph[value].placement?.boxes else { return }
    for (rank, box) in boxes.enumerated() {
      var new = box.subtracting(had[rank])
      for known in missing[value.index][rank] { new = new.flatMap { $0.subtracting(known) } }
      missing[value.index][rank] += new
    }
  }
  let isLive = Uses(graph).isLive
  for value in graph.values where isLive[value.index] && !(graph[value].op is Exchange) {
    let reads = graph.readBoxes(of: value, ranks: ranks)
    for (operand, boxes) in zip(graph[value].operands, reads) { read(operand, boxes) }
  }
  for update in graph.updates {
    let whole = graph[update.value].type.whole
    read(update.value, .init(repeating: whole, count: ranks))
  }
  return zip(graph.nodes, missing).reduce(0) { sum, entry in
    sum + entry.1.joined().reduce(0) { $0 + $1.count } * entry.0.type.elementType.byteCount
  }
}
