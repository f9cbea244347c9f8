import Formats
import Glibc
import GraphIR
import Synchronization

/// What happens on Ctrl-C, or where a mapped file is cut short: temporary files go, a started program
/// ends, and the exit code says so.
public enum Interruption {
  /// What is to be cleared away.
  private struct State {
    /// The process groups that are running for us.
    var children: [pid_t] = []
    /// The temporary folders.
    var folders: [String] = []
  }

  private static let state = Mutex(State())
  /// `true` iff this program reads from a file that has no longer as many bytes.
  private static let isFileCutShort = Atomic(false)
  /// What the program ends with.
  public static let exitCode: Int32 = 130

  /// Starts a thread that waits for SIGINT and SIGTERM, so that it may do what a handler may not;
  /// threads that are started later leave the signals to it.
  public static func install() {
    // A reader that went away is an error of the write, not a death.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGBUS) { _ in
      // Another thread clears away what a handler may not; this one has nothing to go on with.
      Interruption.isFileCutShort.store(true, ordering: .relaxed)
      kill(getpid(), SIGTERM)
      while true { pause() }
    }
    var signals = awaited
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        var (signals, signal) = (Interruption.awaited, Int32(0))
        while sigwait(&signals, &signal) != 0 {}
        Interruption.end()
      }, nil)
  }

  /// The signals that end the program.
  private static var awaited: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    return signals
  }

  /// Ends the program; nothing can be started or made meanwhile.
  private static func end() -> Never {
    state.withLock { state in
      for child in state.children { kill(-child, SIGKILL) }
      for folder in state.folders { Files.remove(folder) }
      let isCutShort = isFileCutShort.load(ordering: .relaxed)
      let file = MappedFile.shortened.map { "'\($0)'" } ?? "a file"
      let message =
        isCutShort
        ? "error: \(file) became shorter while it was read; run it again\n"
        : "\nerror: interrupted\n"
      TemporaryFiles.removeAll {
        _ = write(2, message, message.utf8.count)
        _exit(isCutShort ? 1 : exitCode)
      }
    }
  }

  /// Starts a program in a process group of its own, which an interruption kills.
  static func starting(_ spawn: () throws(Diagnostic) -> pid_t) throws(Diagnostic) -> pid_t {
    try state.withLock { (state) throws(Diagnostic) in
      let child = try spawn()
      state.children.append(child)
      return child
    }
  }

  /// Forgets a started program.
  static func forget(_ child: pid_t) { state.withLock { $0.children.removeAll { $0 == child } } }

  /// Makes a folder under an unused name that starts with `prefix`, which an interruption deletes.
  package static func makeFolder(_ prefix: String) throws(Diagnostic) -> String {
    try state.withLock { (state) throws(Diagnostic) in
      var name = Array((prefix + "XXXXXX").utf8CString)
      guard mkdtemp(&name) != nil else {
        throw Files.failure("make a folder in", Files.parent(prefix))
      }
      let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      state.folders.append(folder)
      return folder
    }
  }

  /// Deletes a folder that `makeFolder` made, where it is still there.
  package static func removeFolder(_ folder: String) {
    Files.remove(folder)
    state.withLock { state in state.folders.removeAll { $0 == folder } }
  }
}
