import Glibc

/// The streams that a verb writes to.
public enum StandardStreams {
  /// Writes text to standard error as it is.
  public static func error(_ text: String) { _ = write(text, to: 2) }

  /// Writes a result to standard output, with a newline where its last line has none.
  ///
  /// Throws where the stream takes no more; a reader that went away (`| head`) ends the program
  /// without a message.
  public static func output(_ text: String) throws(Failure) {
    let isWritten = write(text.hasSuffix("\n") ? text : text + "\n", to: 1)
    if isWritten { return }
    if errno == EPIPE { exit(Failure.Code.input.rawValue) }
    throw Failure(Files.failure("write", "/dev/stdout"))
  }

  /// Returns whether all of the text was written; `errno` says why not.
  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }
}
