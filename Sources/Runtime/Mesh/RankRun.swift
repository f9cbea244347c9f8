/// One rank of a mesh with the messages that it fetches.
package final class RankRun: @unchecked Sendable {
  /// The memory and threads of the rank.
  package let rank: Rank
  /// When the rank talks to the others.
  package let schedule: RankSchedule
  /// What was fetched in the current run, in the order of the schedule.
  private var flows: [Traffic.Flow] = []
  private var nextStep = 0

  /// A rank with its schedule.
  package init(_ rank: Rank, _ schedule: RankSchedule) {
    self.rank = rank
    self.schedule = schedule
    flows.reserveCapacity(
      schedule.actions.reduce(0) { count, entry in
        if case .receive(_, _, let transfers) = entry.action { return count + transfers.count }
        return count
      })
  }

  /// Takes the arrays of a run.
  package func begin(_ arrays: RunArrays, isProfiling: Bool) throws(Diagnostic) {
    flows.removeAll(keepingCapacity: true)
    nextStep = 0
    try rank.begin(arrays, isProfiling: isProfiling)
  }

  /// Runs the steps that stand before `step` and were not run.
  package func run(before step: Int) throws(Diagnostic) {
    if nextStep < step { try rank.run(nextStep..<step) }
    nextStep = max(nextStep, step)
  }

  /// Runs the steps that are left, and supplies the results.
  package func end(_ arrays: RunArrays) throws(Diagnostic) {
    try run(before: rank.executable.kernels.count)
    rank.end(arrays)
  }

  /// Fetches messages into the result of a step.
  package func receive(
    _ transfer: RankSchedule.Transfer, of exchange: Int, from source: UnsafeRawPointer,
    into step: Int
  ) {
    for copy in transfer.copies { rank.receive(copy, from: source, into: step) }
    flows.append(
      Traffic.Flow(
        exchange: exchange, sender: transfer.sender,
        receiver: rank.executable.program.graph.rank ?? 0, messageCount: transfer.copies.count,
        byteCount: transfer.copies.reduce(0) { $0 + $1.byteCount }))
  }

  /// Returns what ranks fetched in their last run.
  package static func traffic(_ ranks: [RankRun]) -> Traffic {
    Traffic(
      flows: ranks.flatMap(\.flows).sorted {
        ($0.exchange, $0.receiver, $0.sender) < ($1.exchange, $1.receiver, $1.sender)
      })
  }
}

extension Diagnostic {
  /// The error with the rank where it came up.
  package func on(rank: Int) -> Diagnostic {
    Diagnostic("rank \(rank): \(message)", at: site, notes: notes)
  }
}
