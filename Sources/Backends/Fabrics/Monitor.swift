import Glibc

/// A lock with a condition on which threads sleep until another one wakes them.
final class Monitor: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// A lock that nobody holds.
  init() {
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Returns what `body` returns, while no other thread holds the lock.
  func locked<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Sleeps until woken, or for no reason.
  ///
  /// - Requires: the caller holds the lock; it does so again afterwards.
  func sleep() { pthread_cond_wait(condition, mutex) }

  /// Sleeps until woken, until a time, or for no reason; as `sleep`.
  func sleep(until time: MonotonicTime) {
    var time = time.value
    pthread_cond_timedwait(condition, mutex, &time)
  }

  /// Wakes all who sleep.
  ///
  /// - Requires: the caller holds the lock.
  func wakeAll() { pthread_cond_broadcast(condition) }
}

/// A time of the clock that is never set.
struct MonotonicTime {
  /// The time as the system has it.
  fileprivate(set) var value = timespec()

  /// The time that is `duration` from now.
  init(in duration: Duration) {
    clock_gettime(CLOCK_MONOTONIC, &value)
    let (seconds, attoseconds) = duration.components
    let nanoseconds = value.tv_nsec + Int(attoseconds / 1_000_000_000)
    // Nobody waits for more than a year.
    value.tv_sec += Int(min(seconds, 31_536_000)) + nanoseconds / 1_000_000_000
    value.tv_nsec = nanoseconds % 1_000_000_000
  }

  /// `true` iff the time has come.
  var isPast: Bool {
    let now = MonotonicTime(in: .zero).value
    return (now.tv_sec, now.tv_nsec) >= (value.tv_sec, value.tv_nsec)
  }
}
