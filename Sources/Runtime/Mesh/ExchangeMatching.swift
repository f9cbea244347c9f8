/// The exchanges of all ranks, matched by their order: the first of each rank with each other, and so
/// on.
///
/// Where all ranks have the same exchanges in the same order, none can wait for ever: the rank that
/// has passed the fewest finds that all others have published what it needs and fetched what it is
/// about to overwrite.
struct ExchangeMatching {
  /// The exchange steps of each rank.
  private(set) var exchanges: [[MatchedExchange]]
  private let programs: [Program]

  /// Throws where a rank lacks an exchange of another one, or a message has no other side.
  init(_ programs: [Program]) throws(Diagnostic) {
    self.programs = programs
    exchanges = programs.map(Self.exchanges)
    for rank in programs.indices.dropFirst() { try checkOrder(rank) }
    for index in exchanges.first?.indices ?? 0..<0 {
      try checkPeers(index)
      try checkMessages(index)
    }
  }

  private static func exchanges(_ program: Program) -> [MatchedExchange] {
    var exchanges: [MatchedExchange] = []
    var numbers: [Value: Int] = [:]
    for (index, step) in program.steps.enumerated() {
      guard let exchange = step.exchange else { continue }
      let started = exchange.phase == .finish ? program.graph[step.node].operands[0] : step.node
      let number = numbers[started] ?? numbers.count
      numbers[started] = number
      exchanges.append(MatchedExchange(step: index, exchange: exchange, number: number))
    }
    return exchanges
  }

  private func node(_ rank: Int, _ index: Int) -> (value: Value, node: Node, spelling: String) {
    let graph = programs[rank].graph
    let step = exchanges[rank][index].step
    let value = programs[rank].steps[step].node
    return (value, graph[value], programs[rank].spelling(ofStep: step))
  }

  /// Throws iff a rank has other exchanges than rank 0, or in another order.
  private func checkOrder(_ rank: Int) throws(Diagnostic) {
    for index in 0..<max(exchanges[0].count, exchanges[rank].count) {
      guard exchanges[rank].indices.contains(index), exchanges[0].indices.contains(index) else {
        let isFirst = exchanges[rank].count > index
        let (waiting, other) = isFirst ? (rank, 0) : (0, rank)
        let (_, node, spelling) = node(waiting, index)
        throw Diagnostic(
          "rank \(waiting) waits at \(spelling) for rank \(other), which has only \(index) exchanges",
          at: node.site)
      }
      let (first, other) = (node(0, index), node(rank, index))
      let (own, mine) = (exchanges[0][index], exchanges[rank][index])
      let isSame =
        own.exchange.phase == mine.exchange.phase && own.number == mine.number
        && first.node.type == other.node.type && first.node.name == other.node.name
        && (first.node.name != nil || first.value == other.value)
      if !isSame {
        throw Diagnostic(
          "rank 0 waits at \(first.spelling), phase \(own.exchange.phase.rawValue), "
            + "while rank \(rank) waits at \(other.spelling), "
            + "phase \(mine.exchange.phase.rawValue), expected the same exchange",
          at: first.node.site, notes: [.init("rank \(rank) is here", at: other.node.site)])
      }
    }
  }

  /// Throws iff a message of an exchange goes to or comes from no other rank.
  private func checkPeers(_ index: Int) throws(Diagnostic) {
    for (rank, list) in exchanges.enumerated() {
      let exchange = list[index].exchange
      let messages =
        exchange.receives.map { ($0, "receives", "from") }
        + exchange.sends.map { ($0, "sends", "to") }
      for (message, word, preposition) in messages
      where message.rank == rank || !programs.indices.contains(message.rank) {
        let (_, node, spelling) = node(rank, index)
        throw Diagnostic(
          "rank \(rank) \(word) \(message.box) at \(spelling) \(preposition) rank "
            + "\(message.rank), expected another one of \(programs.count) ranks", at: node.site)
      }
    }
  }

  /// Throws iff a message of an exchange has no other side.
  private func checkMessages(_ index: Int) throws(Diagnostic) {
    for (rank, list) in exchanges.enumerated() where list[index].isReceived {
      let (_, node, spelling) = node(rank, index)
      let exchange = list[index].exchange
      for peer in programs.indices where peer != rank {
        let received = exchange.receives.filter { $0.rank == peer }.map(\.box)
        let sent = exchanges[peer][index].exchange.sends.filter { $0.rank == rank }.map(\.box)
        if let box = Self.firstExcess(received, sent) {
          throw Diagnostic(
            "rank \(rank) receives \(box) at \(spelling) from rank \(peer), which sends "
              + Self.list(sent), at: node.site,
            notes: [.init("the sender is here", at: self.node(peer, index).node.site)])
        }
        if let box = Self.firstExcess(sent, received) {
          throw Diagnostic(
            "rank \(peer) sends \(box) at \(spelling) to rank \(rank), which receives "
              + Self.list(received), at: self.node(peer, index).node.site,
            notes: [.init("the receiver is here", at: node.site)])
        }
      }
    }
  }

  /// Returns the first box that occurs more often than among the others.
  private static func firstExcess(_ boxes: [Region], _ others: [Region]) -> Region? {
    var rest = others
    for box in boxes {
      guard let index = rest.firstIndex(of: box) else { return box }
      rest.remove(at: index)
    }
    return nil
  }

  private static func list(_ boxes: [Region]) -> String {
    boxes.isEmpty ? "nothing" : "only " + boxes.map(\.description).joined(separator: ", ")
  }
}
