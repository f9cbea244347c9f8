/// What the threads of a team share: the run that is on, and the ranks.
final class Crew: @unchecked Sendable {
  /// The ranks, each once its thread has made it; others read them between runs only.
  private(set) var ranks: [RankRun?]
  private let executable: MeshExecutable
  private let options: SessionOptions
  private let board: Board
  private let monitor = Monitor()

  /// What the monitor guards.
  private var (generation, busyRanks, isStopping, isProfiling) = (0, 0, false, false)
  private var isRunning: [Bool]
  private var arrays: RunArrays?
  private var failure: Diagnostic?

  /// How long a run that failed waits for ranks that are inside of a kernel.
  private static let patience = Duration.milliseconds(500)

  /// A crew whose ranks are yet to start.
  init(_ executable: MeshExecutable, _ options: SessionOptions, timeout: Duration) {
    self.executable = executable
    self.options = options
    ranks = executable.ranks.map { _ in nil }
    isRunning = ranks.map { _ in false }
    busyRanks = ranks.count
    board = Board(executable, timeout: timeout)
  }

  /// Returns when all ranks are ready; throws where one is not.
  func awaitStart() throws(Diagnostic) {
    try monitor.locked { () throws(Diagnostic) in
      while busyRanks > 0 { monitor.sleep() }
      if let failure { throw failure }
    }
  }

  /// Runs all ranks once.
  func run(_ arrays: RunArrays, isProfiling: Bool) throws(Diagnostic) {
    try monitor.locked { () throws(Diagnostic) in
      if let busy = isRunning.firstIndex(of: true) {
        throw Diagnostic(
          "rank \(busy) is still at \(board.position(of: busy)), since an earlier run failed; "
            + "expected a new session")
      }
      board.reset()
      failure = nil
      self.arrays = arrays
      self.isProfiling = isProfiling
      busyRanks = ranks.count
      isRunning = ranks.map { _ in true }
      generation += 1
      monitor.wakeAll()
      var limit: MonotonicTime?
      while busyRanks > 0 {
        if failure == nil {
          monitor.sleep()
          continue
        }
        let time = limit ?? MonotonicTime(in: Self.patience)
        limit = time
        if time.isPast { break }
        monitor.sleep(until: time)
      }
      // A rank that is stuck still uses the arrays.
      if busyRanks == 0 { self.arrays = nil }
      if let failure { throw failure }
    }
  }

  /// Lets all threads end; returns whether all are idle.
  func stop() -> Bool {
    monitor.locked {
      isStopping = true
      monitor.wakeAll()
      return busyRanks == 0
    }
  }

  /// The life of a rank's thread: makes the rank's memory, then waits for runs.
  func work(_ number: Int) {
    do throws(Diagnostic) {
      let rank = try Rank(executable.ranks[number], options)
      let run = RankRun(rank, executable.schedules[number])
      board.join(number, rank)
      monitor.locked { ranks[number] = run }
      countOut(number, nil)
    } catch {
      countOut(number, error)
    }
    var seen = 0
    while let (arrays, isProfiling) = nextRun(&seen) {
      do throws(Diagnostic) {
        try run(number, arrays, isProfiling)
        countOut(number, nil)
      } catch {
        countOut(number, error)
      }
    }
  }

  /// Waits for the next run; nil where there is none.
  private func nextRun(_ seen: inout Int) -> (RunArrays, isProfiling: Bool)? {
    monitor.locked {
      while generation == seen && !isStopping { monitor.sleep() }
      seen = generation
      return isStopping ? nil : arrays.map { ($0, isProfiling) }
    }
  }

  /// Notes that a rank is done, and what ended it where that was an error.
  func countOut(_ number: Int, _ error: Diagnostic?) {
    if let error {
      // The first error is the cause; with it the other ranks end.
      monitor.locked { if failure == nil { failure = error } }
      board.abort()
    }
    monitor.locked {
      isRunning[number] = false
      busyRanks -= 1
      monitor.wakeAll()
    }
  }

  private func run(_ number: Int, _ arrays: RunArrays, _ isProfiling: Bool) throws(Diagnostic) {
    // The thread runs only when all ranks were made.
    let run = ranks[number]!
    do throws(Diagnostic) {
      try run.begin(arrays, isProfiling: isProfiling)
      for (step, action) in run.schedule.actions {
        try run.run(before: step)
        try board.perform(action, run, number)
      }
      try run.end(arrays)
    } catch {
      throw error.on(rank: number)
    }
  }
}
