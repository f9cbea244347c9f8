import Glibc
import Synchronization

/// OS threads that share the work of a kernel; the caller's thread is one of them.
///
/// One caller at a time.
public final class ThreadPool: @unchecked Sendable {
  /// A part of the work: its number, and the number of the thread that does it.
  public typealias Body = (_ item: Int, _ thread: Int) -> Void

  /// The number of threads, the caller's included.
  public let threads: Int
  private var workers: [pthread_t] = []
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wakeUp = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  private var body: Body?
  private var count = 0
  private var isStopping = false
  private let generation = Atomic<Int>(0)
  private let nextItem = Atomic<Int>(0)
  private let busyWorkers = Atomic<Int>(0)

  /// Starts `threads` − 1 threads.
  public init(threads: Int) {
    self.threads = max(threads, 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wakeUp, nil)
    for thread in 1..<max(threads, 1) {
      let start = Start(pool: Unmanaged.passUnretained(self), thread: thread)
      let argument = UnsafeMutablePointer<Start>.allocate(capacity: 1)
      argument.initialize(to: start)
      var worker = pthread_t()
      let code = pthread_create(
        &worker, nil,
        { argument in
          // `pthread_create` hands over what it was given.
          let start = argument!.assumingMemoryBound(to: Start.self)
          let (pool, thread) = (start.pointee.pool, start.pointee.thread)
          start.deallocate()
          pool._withUnsafeGuaranteedRef { $0.work(thread) }
          return nil
        }, argument)
      precondition(code == 0, "the system has no thread left (\(code))")
      workers.append(worker)
    }
  }

  private struct Start {
    let pool: Unmanaged<ThreadPool>
    let thread: Int
  }

  deinit {
    pthread_mutex_lock(mutex)
    isStopping = true
    generation.add(1, ordering: .releasing)
    pthread_cond_broadcast(wakeUp)
    pthread_mutex_unlock(mutex)
    for worker in workers { pthread_join(worker, nil) }
    pthread_cond_destroy(wakeUp)
    pthread_mutex_destroy(mutex)
    wakeUp.deallocate()
    mutex.deallocate()
  }

  /// Calls `body` once for each item in 0 ..< `count`, on any thread, and returns when all are done.
  public func parallel(_ count: Int, _ body: Body) {
    if workers.isEmpty || count <= 1 {
      for item in 0..<max(count, 0) { body(item, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      self.body = body
      self.count = count
      nextItem.store(0, ordering: .relaxed)
      busyWorkers.store(workers.count, ordering: .relaxed)
      pthread_mutex_lock(mutex)
      generation.add(1, ordering: .releasing)
      pthread_cond_broadcast(wakeUp)
      pthread_mutex_unlock(mutex)
      takeItems(0)
      var spins = 0
      while busyWorkers.load(ordering: .acquiring) > 0 {
        spins += 1
        if spins > 2_000 { sched_yield() }
      }
      self.body = nil
    }
  }

  /// Calls `body` with ranges that together are 0 ..< `count`, each of at least `grain` elements
  /// unless it is the only one.
  public func parallel(
    _ count: Int, grain: Int, _ body: (_ range: Range<Int>, _ thread: Int) -> Void
  ) {
    let parts = min(max(count / max(grain, 1), 1), threads * 4)
    parallel(parts) { part, thread in
      body(count * part / parts..<count * (part + 1) / parts, thread)
    }
  }

  private func takeItems(_ thread: Int) {
    // `parallel` sets the body before it wakes anyone.
    let body = body!
    while true {
      let item = nextItem.add(1, ordering: .relaxed).oldValue
      if item >= count { return }
      body(item, thread)
    }
  }

  /// The life of a worker: waits for work, briefly awake, then asleep.
  private func work(_ thread: Int) {
    var seen = 0
    while true {
      var spins = 0
      while generation.load(ordering: .acquiring) == seen && spins < 20_000 { spins += 1 }
      pthread_mutex_lock(mutex)
      while generation.load(ordering: .acquiring) == seen { pthread_cond_wait(wakeUp, mutex) }
      let isStopping = isStopping
      seen = generation.load(ordering: .acquiring)
      pthread_mutex_unlock(mutex)
      if isStopping { return }
      takeItems(thread)
      busyWorkers.subtract(1, ordering: .releasing)
    }
  }
}
