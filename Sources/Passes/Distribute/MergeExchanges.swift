import GraphIR

extension Pass {
  /// Exchanges each value once, for all that read it.
  ///
  ///     %0 = exchange(%x) : … held […0:5] […3:8]       %0 = exchange(%x) : … held […0:6] […3:8]
  ///     %1 = exchange(%x) : … held […0:6] […4:8]   →
  ///
  /// The boxes are the smallest that hold those of all. Assumes exchanges that are not yet divided
  /// into a start and a finish. Leaves the order of all other nodes.
  public static let mergeExchanges = Pass(
    "merge-exchanges", "exchanges each value once for all that read it"
  ) { (graph) throws(Diagnostic) in
    var held: [Value: [Region]] = [:]
    var readers: [Value: [String]] = [:]
    for node in graph.nodes {
      guard let (operand, boxes, names) = wholeExchange(node) else { continue }
      held[operand] = held[operand].map { zip($0, boxes).map { $0.hull($1) } } ?? boxes
      for reader in names where !readers[operand, default: []].contains(reader) {
        readers[operand, default: []].append(reader)
      }
    }
    var merged: [Value: Value] = [:]
    return try graph.rebuilt { (_, node, result, operands) throws(Diagnostic) in
      var placement = node.placement
      if let (operand, _, _) = wholeExchange(node) {
        if let first = merged[operand] { return first }
        placement?.held = held[operand]
        placement?.origin = readers[operand].map { "read by " + $0.joined(separator: ", ") }
        merged[operand] = Value(result.nodes.count)
      }
      return try result.append(
        node.op, operands, name: node.name, at: node.site, placement: placement)
    }
  }

  /// Returns what is exchanged, to which boxes and for whom, by an exchange in one piece.
  private static func wholeExchange(_ node: Node) -> (Value, [Region], [String])? {
    guard let exchange = node.op as? Exchange, exchange.phase == .whole,
      let placement = node.placement
    else { return nil }
    let readers = (placement.origin ?? "").replacing("read by ", with: "").split(separator: ", ")
    return (node.operands[0], placement.boxes, readers.map(String.init))
  }
}
