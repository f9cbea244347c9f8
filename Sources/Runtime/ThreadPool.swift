internal import CNative
import Synchronization

/// OS threads that share the work of a kernel; the caller's thread is one of them.
///
/// One caller at a time.
public final class ThreadPool: @unchecked Sendable {
  /// A part of the work: its number, and the number of the thread that does it.
  public typealias Body = (_ item: Int, _ thread: Int) -> Void

  /// The number of threads, the caller's included.
  public let threads: Int
  /// The threads as C kernels know them.
  package let handle: OpaquePointer

  /// Starts `threads` − 1 threads.
  public init(threads: Int) {
    self.threads = max(threads, 1)
    guard let handle = gc_pool_create(Int32(self.threads)) else {
      preconditionFailure("the system has no room for \(threads) threads")
    }
    self.handle = handle
  }

  deinit { gc_pool_destroy(handle) }

  /// The work of one call of `parallel`.
  private final class Work {
    let body: Body
    let count: Int
    let nextItem = Atomic<Int>(0)

    init(_ count: Int, _ body: @escaping Body) { (self.count, self.body) = (count, body) }

    /// Does items until none is left.
    func takeItems(_ thread: Int) {
      while true {
        let item = nextItem.add(1, ordering: .relaxed).oldValue
        if item >= count { return }
        body(item, thread)
      }
    }
  }

  /// Calls `body` once for each item in 0 ..< `count`, on any thread, and returns when all are done.
  public func parallel(_ count: Int, _ body: Body) {
    if threads == 1 || count <= 1 {
      for item in 0..<max(count, 0) { body(item, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      let work = Work(count, body)
      gc_pool_run(
        handle,
        { context, thread in
          // `parallel` hands over its work, which lives until all are done.
          Unmanaged<Work>.fromOpaque(context!)._withUnsafeGuaranteedRef {
            $0.takeItems(Int(thread))
          }
        }, Unmanaged.passUnretained(work).toOpaque())
      withExtendedLifetime(work) {}
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
}
