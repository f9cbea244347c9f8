import Glibc
import Synchronization

/// Where ranks on threads publish their memory and find that of others.
final class Board: @unchecked Sendable {
  private let executable: MeshExecutable
  private let timeout: Duration
  private let exchangeCount: Int
  /// The number of exchanges that each rank has published.
  private let published: Counters
  /// Where each rank's elements are in each exchange; valid once published.
  private let places: UnsafeMutablePointer<UnsafeRawPointer?>
  /// For each rank and exchange, how many have read what it published.
  private let readers: Counters
  private let isAborted = Atomic<Bool>(false)
  /// The number of ranks that sleep.
  private let sleepers = Counters(1, isApart: true)
  private let monitor = Monitor()
  private let spinCount: Int
  /// The memory of the ranks, whose steps tell how far they are.
  private var ranks: [Rank?]
  /// What ranks that sleep wait for.
  private var reasons: [String?]

  /// A board on which nothing is published.
  init(_ executable: MeshExecutable, timeout: Duration) {
    self.executable = executable
    self.timeout = timeout
    let count = executable.ranks.count
    exchangeCount = executable.schedules.first?.readerCounts.count ?? 0
    published = Counters(count, isApart: true)
    readers = Counters(count * exchangeCount, isApart: false)
    places = .allocate(capacity: max(count * exchangeCount, 1))
    places.initialize(repeating: nil, count: max(count * exchangeCount, 1))
    ranks = executable.ranks.map { _ in nil }
    reasons = executable.ranks.map { _ in nil }
    // To spin pays only where every thread has a processor of its own.
    let threads = executable.ranks.reduce(0) { $0 + $1.threads }
    spinCount = threads <= sysconf(Int32(_SC_NPROCESSORS_ONLN)) ? 50_000 : 0
  }

  deinit { places.deallocate() }

  /// Forgets the last run.
  ///
  /// - Requires: no rank runs.
  func reset() {
    isAborted.store(false, ordering: .relaxed)
    published.reset()
    readers.reset()
  }

  /// Lets the board know the memory of a rank.
  func join(_ number: Int, _ rank: Rank) { monitor.locked { ranks[number] = rank } }

  /// Lets all ranks throw at their next action.
  func abort() {
    isAborted.store(true, ordering: .sequentiallyConsistent)
    monitor.locked { monitor.wakeAll() }
  }

  /// Does what a rank's schedule asks for.
  func perform(_ action: RankSchedule.Action, _ run: RankRun, _ number: Int) throws(Diagnostic) {
    try checkAbort()
    switch action {
    case .publish(let exchange, let step):
      places[number * exchangeCount + exchange] = UnsafeRawPointer(run.rank.operand(of: step))
      published[number] = exchange + 1
      wake()
    case .receive(let exchange, let step, let transfers):
      try run.rank.extendLap { () throws(Diagnostic) in
        for transfer in transfers { try fetch(transfer, exchange, into: step, run, number) }
      }
    case .awaitReaders(let exchange):
      let (count, index) = (
        run.schedule.readerCounts[exchange], number * exchangeCount + exchange
      )
      try run.rank.extendLap { () throws(Diagnostic) in
        try wait(number, until: { readers[index] == count }) {
          "the readers of \(position(of: number, exchange: exchange))"
        }
      }
    }
  }

  /// Fetches the messages from one rank, once it has published them.
  private func fetch(
    _ transfer: RankSchedule.Transfer, _ exchange: Int, into step: Int, _ run: RankRun,
    _ number: Int
  ) throws(Diagnostic) {
    let sender = transfer.sender
    try wait(number, until: { published[sender] > exchange }) {
      "rank \(sender) at \(position(of: number, exchange: exchange))"
    }
    let index = sender * exchangeCount + exchange
    // What is published has a place.
    run.receive(transfer, of: exchange, from: places[index]!, into: step)
    readers.add(1, to: index)
    wake()
  }

  /// Wakes ranks that sleep, where there are any.
  private func wake() {
    if sleepers[0] > 0 { monitor.locked { monitor.wakeAll() } }
  }

  private func checkAbort() throws(Diagnostic) {
    if isAborted.load(ordering: .relaxed) { throw Diagnostic("ended with another rank") }
  }

  /// Waits until a condition holds that another rank brings about; `reason` says for whom.
  private func wait(_ number: Int, until isReady: () -> Bool, _ reason: () -> String)
    throws(Diagnostic)
  {
    for _ in 0...spinCount where isReady() { return }
    sched_yield()
    if isReady() { return }
    sleepers.add(1, to: 0)
    defer { sleepers.add(-1, to: 0) }
    try monitor.locked { () throws(Diagnostic) in
      defer { reasons[number] = nil }
      var (progress, limit) = (progress, MonotonicTime(in: timeout))
      while !isReady() {
        try checkAbort()
        if reasons[number] == nil { reasons[number] = reason() }
        monitor.sleep(until: limit)
        if !limit.isPast || isReady() { continue }
        if progress == self.progress { throw timedOut(number) }
        (progress, limit) = (self.progress, MonotonicTime(in: timeout))
      }
    }
  }

  /// A number that grows whenever a rank gets on.
  private var progress: Int {
    ranks.reduce(0) { $0 &+ ($1?.currentStep.load(ordering: .relaxed) ?? 0) }
  }

  /// Returns what a rank computes, as messages name it.
  func position(of number: Int) -> String {
    let step = ranks[number]?.currentStep.load(ordering: .relaxed) ?? 0
    return executable.ranks[number].program.spelling(ofStep: step)
  }

  /// Returns the exchange of a number, as messages of a rank name it.
  private func position(of number: Int, exchange: Int) -> String {
    let matched = executable.exchanges[number].last { $0.number == exchange }
    return executable.ranks[number].program.spelling(ofStep: matched?.step ?? 0)
  }

  private func timedOut(_ number: Int) -> Diagnostic {
    let program = executable.ranks[number].program
    let step = ranks[number]?.currentStep.load(ordering: .relaxed) ?? 0
    let others = ranks.indices.filter { $0 != number }.map { other in
      Diagnostic.Note(
        reasons[other].map { "rank \(other) waits for \($0)" }
          ?? "rank \(other) is at \(position(of: other))")
    }
    return Diagnostic(
      "waits for \(reasons[number] ?? "another rank"), and no rank got on for \(timeout)",
      at: program.graph[program.steps[step].node].site, notes: others)
  }
}
