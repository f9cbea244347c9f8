import GraphIR
import Testing

@Suite struct `movers` {
  private let x = NDArray.counting(.f32, [3, 4])

  @Test func `slice from, by and backward`() throws {
    try check(
      Slice(start: [0, 1], count: [2, 2], step: [1, 2]), [x],
      gives: NDArray(.f32, [2, 2], [1, 3, 5, 7]))
    try check(
      Slice(start: [2, 3], count: [3, 4], step: [-1, -1]), [x],
      gives: NDArray(.f32, [3, 4], [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]))
    try check(
      Slice(start: [9, 3], count: [0, 1], step: [1, 1]), [x], gives: NDArray(.f32, [0, 1], []))
  }

  @Test func `concatenate along an axis`() throws {
    let (a, b) = (NDArray(.f32, [2, 1], [1, 2]), NDArray(.f32, [2, 2], [3, 4, 5, 6]))
    try check(
      Concatenate(axis: 1), [a, b, a], gives: NDArray(.f32, [2, 4], [1, 3, 4, 1, 2, 5, 6, 2]))
    let c = NDArray(.f32, [1, 2], [7, 8])
    try check(Concatenate(axis: 0), [c, b], gives: NDArray(.f32, [3, 2], [7, 8, 3, 4, 5, 6]))
    try check(Concatenate(axis: 0), [c], gives: c)
  }

  @Test func `reshape in row-major order`() throws {
    try check(Reshape(extents: [2, 1, 6]), [x], gives: .counting(.f32, [2, 1, 6]))
    try check(Reshape(extents: []), [NDArray(.bool, [1, 1], [1])], gives: NDArray(.bool, [], [1]))
    try check(
      Reshape(extents: [7, 0]), [NDArray(.f64, [0], [])], gives: NDArray(.f64, [7, 0], []))
  }

  @Test func `transpose`() throws {
    try check(
      Transpose(permutation: [1, 0]), [x],
      gives: NDArray(.f32, [4, 3], [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]))
    try check(
      Transpose(permutation: [2, 0, 1]), [.counting(.i16, [2, 1, 3])],
      gives: .integers(.i16, [3, 2, 1], [0, 3, 1, 4, 2, 5]))
  }

  @Test func `broadcast to new dimensions and from extent 1`() throws {
    let row = NDArray(.f32, [2], [1, 2])
    try check(
      Broadcast(extents: [2, 3], axes: [0]), [row],
      gives: NDArray(.f32, [2, 3], [1, 1, 1, 2, 2, 2]))
    try check(
      Broadcast(extents: [3, 2], axes: [1]), [row],
      gives: NDArray(.f32, [3, 2], [1, 2, 1, 2, 1, 2]))
    try check(
      Broadcast(extents: [2, 2], axes: [1, 0]), [NDArray(.f32, [1, 2], [1, 2])],
      gives: NDArray(.f32, [2, 2], [1, 1, 2, 2]))
    try check(
      Broadcast(extents: [2], axes: []), [NDArray(.bool, [], [1])],
      gives: NDArray(.bool, [2], [1, 1]))
  }

  @Test func `keep every bit of what they move`() throws {
    let values = NDArray(.f32, [4], [-0.0, .nan, -.infinity, 1e-45])
    try check(Slice(start: [0], count: [4], step: [1]), [values], gives: values)
    let large = NDArray.integers(.u64, [2], [-1, .min])
    try check(Take(axis: 0, indices: [1, 0]), [large], gives: .integers(.u64, [2], [.min, -1]))
  }
}

@Suite struct `a reshape` {
  private func reads(_ x: [Int], _ extents: [Int], _ part: [Range<Int>]) -> [Range<Int>] {
    Reshape(extents: extents).reads(Region(part), of: [TensorType(.f32, x)])[0].bounds
  }

  @Test func `reads the smallest box of what it merges`() {
    #expect(reads([2, 3, 4], [24], [5..<7]) == [0..<1, 1..<2, 1..<3])
    #expect(reads([2, 3, 4], [24], [3..<5]) == [0..<1, 0..<2, 0..<4])
    #expect(reads([2, 3, 4], [24], [11..<13]) == [0..<2, 0..<3, 0..<4])
    #expect(reads([5, 3, 4], [5, 12], [1..<3, 4..<8]) == [1..<3, 1..<2, 0..<4])
  }

  @Test func `reads the smallest box of what it splits`() {
    #expect(reads([24], [2, 3, 4], [0..<2, 1..<2, 2..<3]) == [6..<19])
    #expect(reads([6, 4], [2, 3, 4], [1..<2, 0..<2, 1..<3]) == [3..<5, 1..<3])
  }

  @Test func `keeps dimensions of extent 1 apart`() {
    #expect(
      reads([1, 4, 1], [4, 1, 1, 1], [1..<3, 0..<1, 0..<1, 0..<1]) == [0..<1, 1..<3, 0..<1])
    #expect(reads([], [1, 1], [0..<1, 0..<1]) == [])
  }

  @Test func `reads a large box without visiting its elements`() {
    #expect(
      reads([1 << 20, 1 << 20, 4], [1 << 40, 4], [0..<(1 << 40) - 1, 1..<2])
        == [0..<1 << 20, 0..<1 << 20, 1..<2])
  }
}
