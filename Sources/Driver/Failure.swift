@_exported public import GraphIR
@_exported public import HostSystem

/// Why a verb ends without a result, and the exit code that says so.
public struct Failure: Error, CustomStringConvertible, Sendable {
  /// The exit codes of the command line.
  public enum Code: Int32, Sendable {
    /// Wrong input, usage, disk or permission.
    case input = 1
    /// A bug of the compiler.
    case bug = 2
    /// The result does not fit the memory budget.
    case budget = 3
    /// Results differ.
    case difference = 4
    /// The user pressed Ctrl-C.
    case interrupted = 130
  }

  /// What standard error shows; lines end without a newline.
  public let description: String
  /// The exit code.
  public let code: Code

  /// A failure with a text that is shown as it is.
  public init(text: String, code: Code = .input) {
    description = text
    self.code = code
  }

  /// A failure with one message.
  public init(_ message: String, code: Code = .input) {
    self.init(text: "error: \(message)", code: code)
  }

  /// An error that the user can mend.
  public init(_ diagnostic: Diagnostic) { self.init(text: "\(diagnostic)") }
}

/// Runs `body`; its diagnostics become failures.
package func failing<Result>(_ body: () throws(Diagnostic) -> Result) throws(Failure) -> Result {
  do throws(Diagnostic) {
    return try body()
  } catch {
    throw Failure(error)
  }
}
