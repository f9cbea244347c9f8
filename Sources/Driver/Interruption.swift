import Formats
import Glibc
import Synchronization

/// What happens on Ctrl-C: temporary files go, a started program ends, and the exit code says so.
public enum Interruption {
  /// What is to be cleared away.
  private struct State {
    /// The process group that is running for us; nil where none is.
    var child: pid_t?
    /// The temporary folders.
    var folders: [String] = []
  }

  private static let state = Mutex(State())

  /// Starts a thread that waits for SIGINT and SIGTERM, so that it may do what a handler may not;
  /// threads that are started later leave the signals to it.
  public static func install() {
    // A reader that went away is an error of the write, not a death.
    signal(SIGPIPE, SIG_IGN)
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
      if let child = state.child { kill(-child, SIGKILL) }
      removeTemporaryFiles()
      for folder in state.folders { Files.remove(folder) }
      StandardStreams.error("\nerror: interrupted\n")
      _exit(Failure.Code.interrupted.rawValue)
    }
  }

  /// Starts a program in a process group of its own, which an interruption kills.
  static func starting(_ spawn: () throws(Diagnostic) -> pid_t) throws(Diagnostic) -> pid_t {
    try state.withLock { (state) throws(Diagnostic) in
      let child = try spawn()
      state.child = child
      return child
    }
  }

  /// Forgets the started program, before it is waited for.
  static func forgetChild() { state.withLock { $0.child = nil } }

  /// Makes a folder under an unused name that starts with `prefix`, which an interruption deletes.
  static func makeFolder(_ prefix: String) throws(Diagnostic) -> String {
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
  static func removeFolder(_ folder: String) {
    Files.remove(folder)
    state.withLock { state in state.folders.removeAll { $0 == folder } }
  }
}
