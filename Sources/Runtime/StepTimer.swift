import Glibc

/// A clock that notes the seconds of each step.
struct StepTimer {
  /// The seconds of the steps so far.
  private(set) var seconds: [Double] = []
  private var last = StepTimer.now()

  /// A clock for `count` steps.
  init(count: Int) { seconds.reserveCapacity(count) }

  /// Ends a step.
  mutating func lap() {
    let now = Self.now()
    seconds.append(now - last)
    last = now
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
