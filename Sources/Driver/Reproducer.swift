import Passes

/// The file that shows a failure of the compiler again.
enum Reproducer {
  /// Returns the failure for a pipeline that failed: with the pass's input in a file in this folder
  /// where a pass failed: no pass refuses a graph that verifies.
  static func failure(_ error: Pipeline.Failure) -> Failure {
    guard let pass = error.pass, let text = error.reproducer else {
      return Failure(error.diagnostic)
    }
    let name = "graphc-reproducer-\(pass.prefix { $0 != "{" }).gir"
    let isWritten = (try? Files.write(text.utf8, to: name)) != nil
    let note =
      isWritten
      ? "\nnote: this is a bug; 'graphc opt \(name) --passes '\(pass)'' shows it again" : ""
    return Failure(text: "\(error.diagnostic)" + note, code: .bug)
  }

  /// Returns the failure for a pipeline with passes that the user asked for: what they refuse is wrong
  /// input, what they make wrong is a bug.
  static func refusal(_ error: Pipeline.Failure) -> Failure {
    error.isBug ? failure(error) : Failure(error.diagnostic)
  }
}
