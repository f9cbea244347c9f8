import GraphIR

/// What travels between ranks in one exchange.
public struct Messages: Sendable {
  /// What each rank receives, by rank; the sender is the message's rank. In the order of senders.
  public private(set) var receives: [[Exchange.Message]]
  /// What each rank sends, by rank; the receiver is the message's rank. In the order of receivers.
  public private(set) var sends: [[Exchange.Message]]
  private let bytesPerElement: Int

  /// The messages of an exchange in a global graph.
  ///
  /// - Requires: the value is an exchange with placements behind and before it.
  public init(_ value: Value, in graph: Graph) {
    let node = graph[value]
    // An exchange and its operand have placements; `insert-halos` makes no others.
    let (source, target) = (graph[node.operands[0]].placement!, node.placement!)
    bytesPerElement = node.type.elementType.byteCount
    receives = target.boxes.map { _ in [] }
    sends = receives
    for (rank, wanted) in target.boxes.enumerated() where !wanted.isEmpty {
      let had = source.boxes[rank]
      if had.contains(wanted) { continue }
      for (owner, owned) in source.owned.enumerated()
      where owner != rank && owned.intersects(wanted) {
        for box in owned.intersection(wanted).subtracting(had) {
          receives[rank].append(.init(owner, box))
          sends[owner].append(.init(rank, box))
        }
      }
    }
  }

  /// The number of messages.
  public var count: Int { receives.reduce(0) { $0 + $1.count } }
  /// The bytes of all messages.
  public var byteCount: Int {
    receives.reduce(0) { $0 + $1.reduce(0) { $0 + $1.box.count } } * bytesPerElement
  }
  /// The bytes that a rank receives.
  public func byteCount(receivedBy rank: Int) -> Int {
    receives[rank].reduce(0) { $0 + $1.box.count } * bytesPerElement
  }
}

extension Graph {
  /// The nodes where data travels: exchanges in one piece, and the ends of those in two.
  public var exchanges: [Value] {
    values.filter { value in
      guard let exchange = self[value].op as? Exchange else { return false }
      return exchange.phase != .start
    }
  }
}
