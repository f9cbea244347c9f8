@_exported public import GraphRuntime

/// The fabric that runs all ranks on the calling thread: each up to the next exchange, then the
/// messages, and so on.
///
/// Every run does the same in the same order. No rank goes on before all have fetched what they need,
/// so that nobody overwrites what another one still reads.
public struct LockstepFabric: Fabric {
  public let name = "lockstep"

  /// The fabric.
  public init() {}

  public func threadsPerRank(_ threads: Int, ranks: Int) -> Int { threads }

  public func makeTeam(_ executable: MeshExecutable, _ options: SessionOptions) throws(Diagnostic)
    -> any RankTeam
  {
    try LockstepTeam(executable, options)
  }
}

/// Ranks that run one after the other.
private final class LockstepTeam: RankTeam {
  private let ranks: [RankRun]
  /// The publications and receptions of each rank; those of all ranks match.
  private let actions: [[(step: Int, action: RankSchedule.Action)]]

  init(_ executable: MeshExecutable, _ options: SessionOptions) throws(Diagnostic) {
    let pool = ThreadPool(threads: executable.ranks[0].threads)
    var ranks: [RankRun] = []
    for (index, rank) in executable.ranks.enumerated() {
      do throws(Diagnostic) {
        let memory = try Rank(rank, options, pool: rank.threads == pool.threads ? pool : nil)
        ranks.append(RankRun(memory, executable.schedules[index]))
      } catch { throw error.on(rank: index) }
    }
    self.ranks = ranks
    actions = executable.schedules.map { schedule in
      schedule.actions.filter { if case .awaitReaders = $0.action { false } else { true } }
    }
  }

  var profiles: [[Double]] { ranks.map(\.rank.profile) }
  var traffic: Traffic { RankRun.traffic(ranks) }

  func run(_ arrays: RunArrays, isProfiling: Bool) throws(Diagnostic) {
    try forEachRank { (_, rank) throws(Diagnostic) in
      try rank.begin(arrays, isProfiling: isProfiling)
    }
    for index in actions[0].indices {
      try forEachRank { (number, rank) throws(Diagnostic) in
        try rank.run(before: actions[number][index].step)
      }
      for number in ranks.indices { receive(number, index) }
    }
    try forEachRank { (_, rank) throws(Diagnostic) in try rank.end(arrays) }
  }

  /// Fetches the messages of a rank, where they arrive at its action of an index.
  private func receive(_ number: Int, _ index: Int) {
    guard case .receive(let exchange, let step, let transfers) = actions[number][index].action
    else { return }
    ranks[number].rank.extendLap {
      for transfer in transfers {
        let sender = transfer.sender
        for case (_, .publish(exchange, let published)) in actions[sender][..<index] {
          ranks[number].receive(
            transfer, of: exchange, from: ranks[sender].rank.operand(of: published), into: step)
        }
      }
    }
  }

  private func forEachRank(_ body: (Int, RankRun) throws(Diagnostic) -> Void) throws(Diagnostic) {
    for (number, rank) in ranks.enumerated() {
      do throws(Diagnostic) { try body(number, rank) } catch { throw error.on(rank: number) }
    }
  }
}
