import Glibc

/// An error about a file: which file, what was found, what was expected.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line, in lower case.
  public let message: String

  /// An error with the given line.
  public init(_ message: String) { self.message = message }

  /// The line.
  public var description: String { message }
}

extension FormatError {
  /// The error of a system call that reads: `cannot read 'x.npy': no such file or directory`.
  static func reading(_ path: String, errno code: Int32) -> FormatError {
    FormatError("cannot read '\(path)': \(reason(code))")
  }

  /// The error of a system call that writes: `cannot write 'y.npy': no space left on device`.
  static func writing(_ path: String, errno code: Int32) -> FormatError {
    FormatError("cannot write '\(path)': \(reason(code))")
  }

  /// Returns the system's text for an error number, in lower case as our messages are.
  private static func reason(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    let words = String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
