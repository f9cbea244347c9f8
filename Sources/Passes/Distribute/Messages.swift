import GraphIR

/// What travels between ranks in one exchange.
public struct Messages: Sendable {
  /// What each rank receives, by rank; the sender is the message's rank. In the order of senders.
  public private(set) var receives: [[Exchange.Message]]
  /// What each rank sends, by rank; the receiver is the message's rank. In the order of receivers.
  public private(set) var sends: [[Exchange.Message]]
  /// The bytes that each rank has already of what it is to have.
  private(set) var copiedByteCounts: [Int]
  /// The bytes of an element.
  let bytesPerElement: Int

  /// The messages of an exchange in a global graph. A value without a placement is whole on every
  /// rank, so nothing of it travels.
  ///
  /// - Requires: the value is an exchange.
  public init(_ value: Value, in graph: Graph) {
    let node = graph[value]
    let replicated = Placement(
      replicating: node.type.whole, on: graph.mesh.map(\.count) ?? 1)
    let source = graph[node.operands[0]].placement ?? replicated
    let target = node.placement ?? replicated
    bytesPerElement = node.type.elementType.byteCount
    receives = target.boxes.map { _ in [] }
    sends = receives
    copiedByteCounts = target.boxes.map { _ in 0 }
    let owners = BoxGrid(source.owned)
    for (rank, wanted) in target.boxes.enumerated() where !wanted.isEmpty {
      let had = source.boxes[rank]
      copiedByteCounts[rank] = had.intersection(wanted).count * bytesPerElement
      if had.contains(wanted) { continue }
      for owner in owners.indices(meeting: wanted) where owner != rank {
        for box in source.owned[owner].intersection(wanted).subtracting(had) {
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
  public func byteCount(receivedBy rank: Int) -> Int { byteCount(receives[rank]) }
  /// The bytes that a rank sends.
  public func byteCount(sentBy rank: Int) -> Int { byteCount(sends[rank]) }

  private func byteCount(_ messages: [Exchange.Message]) -> Int {
    messages.reduce(0) { $0 + $1.box.count } * bytesPerElement
  }

  /// Returns what a rank does in the exchange.
  public func share(of rank: Int) -> ExchangeShare {
    ExchangeShare(
      messageCount: max(receives[rank].count, sends[rank].count),
      byteCount: max(byteCount(receivedBy: rank), byteCount(sentBy: rank)),
      copiedByteCount: copiedByteCounts[rank])
  }
}

extension Placement {
  /// The placement of a value that each of some ranks has whole; the first owns it.
  fileprivate init(replicating whole: Region, on ranks: Int) {
    let others = [Region](repeating: .empty(rank: whole.rank), count: ranks - 1)
    self.init(owned: [whole] + others, held: .init(repeating: whole, count: ranks))
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

  /// The position of each of `exchanges` in the order in which they start.
  package var exchangeNumbers: [Value: Int] {
    var (numbers, count) = ([Value: Int](), 0)
    for value in values {
      guard let exchange = self[value].op as? Exchange else { continue }
      if exchange.phase == .finish {
        numbers[value] = numbers[self[value].operands[0]]
      } else {
        numbers[value] = count
        count += 1
      }
    }
    return numbers
  }
}
