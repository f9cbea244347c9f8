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

  /// Forgets the time since the last step.
  mutating func resume() { last = Self.now() }

  /// Counts what was done since the last step, or since `resume`, to that step.
  mutating func extendLap() {
    let now = Self.now()
    if let index = seconds.indices.last { seconds[index] += now - last }
    last = now
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
