import Synchronization

/// The first error of work that several threads do.
final class FirstFailure: Sendable {
  private let error = Mutex<Diagnostic?>(nil)

  /// The first error; nil where there is none yet.
  var first: Diagnostic? { error.withLock { $0 } }

  /// Keeps an error unless there is one.
  func note(_ failure: Diagnostic) { error.withLock { $0 = $0 ?? failure } }
}
