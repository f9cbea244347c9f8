import Glibc

/// The fabric that runs each rank on an OS thread of its own, in one memory.
///
/// At an exchange a rank publishes where its elements are, copies what it needs straight out of the
/// others' memory, and goes on as soon as it has that. Memory that was published is not written again
/// before all who read it are done; a rank waits for that only at the step that overwrites it.
public struct ThreadsFabric: Fabric {
  public let name = "threads"
  /// How long a rank waits while no rank gets on, before the run fails; a rank gets on when it ends a
  /// step, so this is longer than any step.
  public let timeout: Duration

  /// The fabric.
  public init(timeout: Duration = .seconds(600)) { self.timeout = timeout }

  public func threadsPerRank(_ threads: Int, ranks: Int) -> Int { max(1, threads / max(ranks, 1)) }

  public func makeTeam(_ executable: MeshExecutable, _ options: SessionOptions) throws(Diagnostic)
    -> any RankTeam
  {
    try ThreadTeam(executable, options, timeout: timeout)
  }
}

/// The threads of all ranks; they are parked between runs.
private final class ThreadTeam: RankTeam {
  private let crew: Crew
  private var threads: [pthread_t] = []

  init(_ executable: MeshExecutable, _ options: SessionOptions, timeout: Duration)
    throws(Diagnostic)
  {
    crew = Crew(executable, options, timeout: timeout)
    for number in executable.ranks.indices {
      let member = Unmanaged.passRetained(Member(crew: crew, number: number))
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { argument in
          // `pthread_create` hands over what it was given.
          let member = Unmanaged<Member>.fromOpaque(argument!).takeRetainedValue()
          member.crew.work(member.number)
          return nil
        }, member.toOpaque())
      if code != 0 {
        member.release()
        crew.countOut(
          number, Diagnostic("the system has no thread left: \(String(cString: strerror(code)))"))
        continue
      }
      threads.append(thread)
    }
    do throws(Diagnostic) {
      try crew.awaitStart()
    } catch {
      stop()
      throw error
    }
  }

  /// What a thread is told when it starts.
  private final class Member {
    let crew: Crew
    let number: Int

    init(crew: Crew, number: Int) {
      self.crew = crew
      self.number = number
    }
  }

  deinit { stop() }

  /// Ends the threads; those that are stuck in a kernel end when they return from it.
  private func stop() {
    let isIdle = crew.stop()
    for thread in threads {
      if isIdle { pthread_join(thread, nil) } else { pthread_detach(thread) }
    }
    threads = []
  }

  var profiles: [[Double]] { crew.ranks.map { $0?.rank.profile ?? [] } }
  var traffic: Traffic { RankRun.traffic(crew.ranks.compactMap { $0 }) }

  func run(_ arrays: RunArrays, isProfiling: Bool) throws(Diagnostic) {
    try crew.run(arrays, isProfiling: isProfiling)
  }
}
