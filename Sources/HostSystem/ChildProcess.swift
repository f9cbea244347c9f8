import Glibc
import GraphIR

/// A program that runs beside this one, with its outputs collected.
package struct ChildProcess {
  /// How a program ended.
  package enum Ending: Equatable {
    /// With this exit code.
    case exited(Int32)
    /// Killed by this signal.
    case signalled(Int32)
    /// Killed because it took too long.
    case timedOut
  }

  /// What a program left behind.
  package struct Outcome {
    /// How it ended.
    package let ending: Ending
    /// What it wrote to standard error.
    package let errorText: String
    /// What it wrote to descriptor 3.
    package let reply: [UInt8]
  }

  /// Runs a program to its end; kills it, and what it started, after `timeLimit` seconds.
  ///
  /// Its standard output goes to this program's standard error, so that results stay apart; its
  /// descriptor 3 is a pipe of its own. Throws where it cannot be started.
  package static func run(
    _ arguments: [String], environment extra: [(String, String)] = [], timeLimit: Double
  ) throws(Diagnostic) -> Outcome {
    let (errors, replies) = (try Pipe(), try Pipe())
    defer {
      errors.close()
      replies.close()
    }
    let process = try Interruption.starting { () throws(Diagnostic) in
      try spawn(arguments, extra, errors: errors, replies: replies)
    }
    errors.closeWriter()
    replies.closeWriter()
    var collected = [errors.reader: [UInt8](), replies.reader: [UInt8]()]
    let watch = Stopwatch()
    var status: Int32 = 0
    let isInTime =
      collect(from: [errors.reader, replies.reader], into: &collected, timeLimit)
      && hasEnded(process, &status, within: timeLimit - watch.seconds)
    if !isInTime {
      kill(-process, SIGKILL)
      while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }
    Interruption.forget(process)
    let ending: Ending =
      if !isInTime {
        .timedOut
      } else if status & 0x7F == 0 {
        .exited((status >> 8) & 0xFF)
      } else {
        .signalled(status & 0x7F)
      }
    return Outcome(
      ending: ending,
      errorText: String(decoding: collected[errors.reader] ?? [], as: UTF8.self),
      reply: collected[replies.reader] ?? [])
  }

  /// Two connected descriptors that children do not inherit.
  private final class Pipe {
    private(set) var reader: Int32 = -1
    private(set) var writer: Int32 = -1

    /// A new pipe.
    init() throws(Diagnostic) {
      var ends: [Int32] = [-1, -1]
      if pipe(&ends) != 0 {
        throw Diagnostic("cannot open a pipe: \(String(cString: strerror(errno)))")
      }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (reader, writer) = (ends[0], ends[1])
    }

    /// Closes this side of what a child writes to.
    func closeWriter() {
      if writer >= 0 { Glibc.close(writer) }
      writer = -1
    }

    /// Closes both ends.
    func close() {
      closeWriter()
      if reader >= 0 { Glibc.close(reader) }
      reader = -1
    }
  }

  /// Starts a program with its outputs on the pipes.
  private static func spawn(
    _ arguments: [String], _ extra: [(String, String)], errors: Pipe, replies: Pipe
  ) throws(Diagnostic) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, 2, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.writer, 2)
    posix_spawn_file_actions_adddup2(&actions, replies.writer, 3)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that a time-out ends what it has started, too.
    posix_spawnattr_setpgroup(&attributes, 0)
    // It ends on the signals that this program ignores or leaves to one thread.
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let names = Set(extra.map(\.0))
    let inherited = currentEnvironment().filter { entry in
      !names.contains(String(entry.prefix { $0 != "=" }))
    }
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] =
      (inherited + extra.map { "\($0.0)=\($0.1)" }).map { strdup($0) } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, arguments[0], &actions, &attributes, &argv, &envp)
    if code != 0 {
      throw Diagnostic("cannot run '\(arguments[0])': \(String(cString: strerror(code)))")
    }
    return process
  }

  /// Returns the variables of this process.
  private static func currentEnvironment() -> [String] {
    var entries: [String] = []
    var next = environ
    while let entry = next.pointee {
      entries.append(String(cString: entry))
      next += 1
    }
    return entries
  }

  /// Reads until all descriptors are at their end; returns false where time runs out before.
  private static func collect(
    from descriptors: [Int32], into collected: inout [Int32: [UInt8]], _ timeLimit: Double
  ) -> Bool {
    let watch = Stopwatch()
    var open = descriptors
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !open.isEmpty {
      let left = timeLimit - watch.seconds
      if left <= 0 { return false }
      var polls = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      if poll(&polls, nfds_t(polls.count), Int32(min(left * 1000 + 1, 1e9))) < 0 { continue }
      for entry in polls where entry.revents != 0 {
        let count = read(entry.fd, &buffer, buffer.count)
        if count > 0 {
          collected[entry.fd]?.append(contentsOf: buffer[0..<count])
        } else if count == 0 || errno != EINTR {
          open.removeAll { $0 == entry.fd }
        }
      }
    }
    return true
  }

  /// Waits for a program whose outputs are at their end; returns false where it still runs after
  /// `seconds`.
  private static func hasEnded(_ process: pid_t, _ status: inout Int32, within seconds: Double)
    -> Bool
  {
    let watch = Stopwatch()
    while true {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return true }
      if ended < 0 && errno != EINTR || watch.seconds > seconds { return false }
      usleep(1000)
    }
  }
}
