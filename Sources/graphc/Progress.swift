import Driver
import Glibc

/// A line on a terminal's standard error that tells how far a long piece of work is.
final class Progress {
  private let isTerminal = isatty(2) == 1
  private let watch = Stopwatch()

  /// Shows `done` of `count` and the time that is left, from two seconds on.
  func report(_ done: Int, of count: Int) {
    let elapsed = watch.seconds
    guard isTerminal, count > 1, elapsed > 2 else { return }
    let left = done > 0 ? ", \(Int(elapsed / Double(done) * Double(count - done))) s left" : ""
    StandardStreams.error(
      "\r\(done) of \(count)\(left)   " + (done == count ? "\n" : ""))
  }
}
