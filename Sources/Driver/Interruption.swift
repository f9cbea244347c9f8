import Formats
import Glibc

/// What happens on Ctrl-C: temporary files go, started programs end, and the exit code says so.
public enum Interruption {
  /// The process group that is running for us; 0 where none is.
  nonisolated(unsafe) static var child: pid_t = 0

  /// Installs the handler for SIGINT and SIGTERM.
  public static func install() {
    let handler: @convention(c) (Int32) -> Void = { _ in
      removeTemporaryFiles()
      if Interruption.child > 0 { kill(-Interruption.child, SIGKILL) }
      let message: StaticString = "\nerror: interrupted\n"
      _ = write(2, message.utf8Start, message.utf8CodeUnitCount)
      _exit(Failure.Code.interrupted.rawValue)
    }
    signal(SIGINT, handler)
    signal(SIGTERM, handler)
    // A reader that went away is an error of the write, not a death.
    signal(SIGPIPE, SIG_IGN)
  }
}
