/// When one rank talks to the others.
package struct RankSchedule: Sendable {
  /// The messages that the rank fetches from one other rank.
  package struct Transfer: Sendable {
    /// The rank whose memory is read.
    package let sender: Int
    /// What is copied, from the buffer that the sender published into the result of the exchange.
    package let copies: [BoxCopy]
  }

  /// What the rank does before a step.
  package enum Action: Sendable {
    /// Lets others read the operand of the step `step`, in the exchange at an index.
    case publish(exchange: Int, step: Int)
    /// Fetches what others published, into the result of the step `step`.
    case receive(exchange: Int, step: Int, [Transfer])
    /// Waits until others have fetched what was published, because a step overwrites it.
    case awaitReaders(exchange: Int)
  }

  /// The actions, each with the step before which it stands, in order.
  package internal(set) var actions: [(step: Int, action: Action)] = []
  /// The number of ranks that read what is published in each exchange.
  package internal(set) var readerCounts: [Int] = []

  /// The actions of all ranks, whose exchanges match.
  static func all(_ ranks: [Executable], _ exchanges: [[MatchedExchange]]) -> [RankSchedule] {
    let count = exchanges.first?.count { $0.isPublished } ?? 0
    var schedules = ranks.map { _ in RankSchedule(readerCounts: .init(repeating: 0, count: count)) }
    var published = ranks.map { _ in [BoxLayout]() }
    for index in exchanges.first?.indices ?? 0..<0 {
      for (rank, list) in exchanges.enumerated() where list[index].isPublished {
        let program = ranks[rank].program
        let operand = program.steps[list[index].step].operands[0]
        published[rank].append(program.buffers[operand].layout)
      }
      for (rank, list) in exchanges.enumerated() {
        let exchange = list[index]
        if exchange.isPublished {
          schedules[rank].add(
            .publish(exchange: exchange.number, step: exchange.step), before: exchange.step)
        }
        guard exchange.isReceived else { continue }
        let program = ranks[rank].program
        let result = program.buffers[program.steps[exchange.step].result]
        var transfers: [Transfer] = []
        for sender in ranks.indices {
          let boxes = exchange.exchange.receives.filter { $0.rank == sender && !$0.box.isEmpty }
          if boxes.isEmpty { continue }
          let source = published[sender][exchange.number]
          transfers.append(
            Transfer(
              sender: sender,
              copies: boxes.map { BoxCopy($0.box, from: source, to: result.layout, result.type) }))
          schedules[sender].readerCounts[exchange.number] += 1
        }
        schedules[rank].add(
          .receive(exchange: exchange.number, step: exchange.step, transfers),
          before: exchange.step + 1)
      }
    }
    for rank in ranks.indices {
      schedules[rank].insertWaits(OverwrittenMemory(ranks[rank], exchanges[rank]).firstSteps)
    }
    return schedules
  }

  private mutating func add(_ action: Action, before step: Int) {
    actions.append((step, action))
  }

  /// Lets each step that overwrites what an exchange published wait for its readers.
  private mutating func insertWaits(_ waits: [(step: Int, exchange: Int)]) {
    for (step, exchange) in waits where readerCounts[exchange] > 0 {
      let position = actions.firstIndex { $0.step > step } ?? actions.endIndex
      actions.insert((step, .awaitReaders(exchange: exchange)), at: position)
    }
  }
}

/// An exchange step of one rank, which all ranks have at the same place of their lists.
package struct MatchedExchange: Sendable {
  /// The step.
  package let step: Int
  /// The node's op.
  package let exchange: Exchange
  /// The number of the exchange; start and finish have the same.
  package let number: Int

  /// `true` iff the step publishes its operand.
  package var isPublished: Bool { exchange.phase != .finish }
  /// `true` iff messages arrive at the step.
  package var isReceived: Bool { exchange.phase != .start }
}
