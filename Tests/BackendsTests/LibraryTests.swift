import BLASBackend
import GraphIR
import Testing

/// The BLAS library and what stands in for it.
@Suite struct `the BLAS library` {
  @Test func `multiplies as the loops do`() {
    for (transposesA, transposesB) in [(false, false), (true, false), (false, true), (true, true)] {
      let (m, n, k) = (7, 11, 13)
      let a = (0..<m * k).map { Float($0 % 17) - 8 }
      let b = (0..<k * n).map { Float($0 % 13) - 6 }
      for isAdding in [false, true] {
        var (c, d) = ([Float](repeating: 2, count: m * n), [Float](repeating: 2, count: m * n))
        let left = a.withUnsafeBufferPointer { $0 }
        let right = b.withUnsafeBufferPointer { $0 }
        withExtendedLifetime((a, b)) {
          // Neither array is empty.
          let x = BLASLibrary.Matrix(
            left.baseAddress!, stride: transposesA ? m : k, isTransposed: transposesA)
          let y = BLASLibrary.Matrix(
            right.baseAddress!, stride: transposesB ? k : n, isTransposed: transposesB)
          c.withUnsafeMutableBufferPointer {
            BLASLibrary.multiply(
              m: m, n: n, k: k, x, y, into: $0.baseAddress!, stride: n, isAdding: isAdding)
          }
          d.withUnsafeMutableBufferPointer {
            BLASLibrary.multiplyByLoops(
              m: m, n: n, k: k, x, y, into: $0.baseAddress!, stride: n, isAdding: isAdding)
          }
        }
        #expect(c == d)
      }
    }
  }

  @Test(arguments: [(3, 3), (7, 4), (4, 7), (1, 5), (0, 3)])
  func `makes orthonormal matrices`(_ rows: Int, _ columns: Int) {
    let random = CounterRandom(seed: 3, name: "w")
    let q = BLASLibrary.orthogonal(rows: rows, columns: columns, random: random)
    #expect(q.count == rows * columns)
    let isTall = rows >= columns
    for a in 0..<min(rows, columns) {
      for b in 0..<min(rows, columns) {
        var dot = 0.0
        for i in 0..<max(rows, columns) {
          dot +=
            isTall
            ? q[i * columns + a] * q[i * columns + b] : q[a * columns + i] * q[b * columns + i]
        }
        #expect(abs(dot - (a == b ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test func `finds the same factor with and without LAPACKE`() {
    let random = CounterRandom(seed: 4, name: "w")
    let library = BLASLibrary.orthogonal(rows: 9, columns: 5, random: random)
    var loops = (0..<45).map { random.normal($0) }
    BLASLibrary.orthogonalizeByLoops(&loops, 9, 5)
    for (x, y) in zip(library, loops) { #expect(abs(x - y) < 1e-12) }
  }
}
