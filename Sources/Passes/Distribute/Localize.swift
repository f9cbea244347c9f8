import GraphIR

extension Graph {
  /// Returns the graph of one rank: the same nodes with that rank's boxes only, and exchanges that
  /// list what the rank sends and receives.
  ///
  /// Throws where the graph has no mesh, is local already, or has no such rank.
  public func localized(rank: Int) throws(Diagnostic) -> Graph {
    let count = mesh?.count ?? 0
    guard self.rank == nil, (0..<count).contains(rank) else {
      throw Diagnostic(
        "'\(name)' has no rank \(rank), expected "
          + (count == 0 || self.rank != nil
            ? "a partitioned graph" : "one of 0 … \(count - 1)"))
    }
    var local = try rebuilt { (value, node, graph, operands) throws(Diagnostic) in
      var op = node.op
      if let exchange = op as? Exchange, exchange.phase != .start {
        let messages = Messages(value, in: self)
        op = Exchange(
          phase: exchange.phase, sends: messages.sends[rank], receives: messages.receives[rank])
      }
      let placement = node.placement.map {
        Placement(owned: [$0.owned[rank]], held: $0.held.map { [$0[rank]] }, origin: $0.origin)
      }
      return try graph.append(
        op, operands, name: node.name, at: node.site, placement: placement)
    }
    local.rank = rank
    return local
  }
}
