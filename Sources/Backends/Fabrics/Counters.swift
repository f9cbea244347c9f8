import Synchronization

/// Numbers that threads change and read without a lock.
///
/// All accesses are in one order that every thread agrees on, so that whoever goes to sleep is seen by
/// who could wake it.
final class Counters: @unchecked Sendable {
  /// The number of counters.
  let count: Int
  private let stride: Int
  private let base: UnsafeMutablePointer<Atomic<Int>>

  /// Counters that are 0; `isApart` gives each cache lines of its own.
  init(_ count: Int, isApart: Bool) {
    self.count = count
    stride = isApart ? 128 / MemoryLayout<Atomic<Int>>.stride : 1
    base = .allocate(capacity: max(count * stride, 1))
    for index in 0..<count * stride { (base + index).initialize(to: Atomic(0)) }
  }

  deinit {
    base.deinitialize(count: count * stride)
    base.deallocate()
  }

  /// The value of a counter.
  subscript(index: Int) -> Int {
    get { base[index * stride].load(ordering: .sequentiallyConsistent) }
    set { base[index * stride].store(newValue, ordering: .sequentiallyConsistent) }
  }

  /// Adds to a counter.
  func add(_ value: Int, to index: Int) {
    base[index * stride].add(value, ordering: .sequentiallyConsistent)
  }

  /// Sets all to 0.
  func reset() { for index in 0..<count { self[index] = 0 } }
}
