import GraphRuntime
import Synchronization
import Testing

/// The threads that share a kernel's work.
@Suite struct `a thread pool` {
  @Test(arguments: [1, 2, 3, 7])
  func `does each item once`(_ threads: Int) {
    let pool = ThreadPool(threads: threads)
    for count in [0, 1, 2, 5, 1000] {
      let done = (0..<count).map { _ in Counter() }
      pool.parallel(count) { item, thread in
        #expect(thread < threads)
        done[item].value.add(1, ordering: .relaxed)
      }
      #expect(done.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
    }
  }

  @Test func `cuts a range into parts that cover it`() {
    let pool = ThreadPool(threads: 2)
    for (count, grain) in [(0, 4), (3, 4), (100, 4), (1000, 1), (5, 0)] {
      let sum = Counter()
      pool.parallel(count, grain: grain) { range, _ in
        sum.value.add(range.reduce(0, +), ordering: .relaxed)
      }
      #expect(sum.value.load(ordering: .relaxed) == count * (count - 1) / 2)
    }
  }

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }
}
