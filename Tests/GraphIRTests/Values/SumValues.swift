import GraphIR
import Testing

@Suite struct `sums` {
  @Test func `of blocks start at 0 and may end early`() throws {
    try check(
      BlockSum(block: [3]), [NDArray(.f32, [7], [1, 2, 4, 8, 16, 32, 64])],
      gives: NDArray(.f64, [3], [7, 56, 64]))
    try check(
      BlockSum(block: [2, 1]), [.counting(.f32, [3, 2])],
      gives: NDArray(.f64, [2, 2], [2, 4, 4, 5]))
    try check(BlockSum(block: [.max]), [.counting(.f16, [4])], gives: NDArray(.f64, [1], [6]))
    try check(BlockSum(block: []), [NDArray(.f32, [], [3])], gives: NDArray(.f64, [], [3]))
    try check(BlockSum(block: [2]), [NDArray(.f32, [0], [])], gives: NDArray(.f64, [0], []))
  }

  @Test func `of integers wrap`() throws {
    let x = NDArray.integers(.i8, [3], [100, 100, 100])
    try check(BlockSum(block: [3]), [x], gives: .integers(.i8, [1], [44]))
    try check(TreeSum(axes: [0]), [x], gives: .integers(.i8, [1], [44]))
    try check(
      TreeSum(axes: [0]), [.integers(.u64, [2], [-1, 2])], gives: .integers(.u64, [1], [1]))
  }

  @Test func `of blocks run in row-major order in double precision`() throws {
    // From the left, each 1 is lost beside 2⁵³, but not 2 at once.
    try check(
      BlockSum(block: [3]), [NDArray(.f64, [3], [0x1p53, 1, 1])],
      gives: NDArray(.f64, [1], [0x1p53]))
    try check(
      BlockSum(block: [3]), [NDArray(.f64, [3], [1, 1, 0x1p53])],
      gives: NDArray(.f64, [1], [0x1p53 + 2]))
    try check(
      BlockSum(block: [2, 2]), [NDArray(.f64, [2, 2], [0x1p53, 1, 1, -0x1p53])],
      gives: NDArray(.f64, [1, 1], [0]))
    try check(
      BlockSum(block: [3]), [NDArray(.f32, [3], [0x1p24, 1, 1])],
      gives: NDArray(.f64, [1], [0x1p24 + 2]))
  }

  @Test func `in a tree pair neighbours from 0 on`() throws {
    let big = 0x1p53
    // (2⁵³ + 1) + (1 + 1): the first 1 is lost, the pair is not.
    try check(
      TreeSum(axes: [0]), [NDArray(.f64, [4], [big, 1, 1, 1])],
      gives: NDArray(.f64, [1], [big + 2]))
    // ((1 + 1) + (2⁵³ + 1)) + ½: an odd one waits for its level.
    try check(
      TreeSum(axes: [0]), [NDArray(.f64, [5], [1, 1, big, 1, 0.5])],
      gives: NDArray(.f64, [1], [big + 2]))
    // (1 + 1) + 2⁵³, then the last three, which stay within their half.
    try check(
      TreeSum(axes: [0]), [NDArray(.f64, [7], [big, -big, 1, 1, 1, 1, big])],
      gives: NDArray(.f64, [1], [big + 4]))
  }

  @Test func `in a tree do not add to what stands alone`() throws {
    try check(TreeSum(axes: [0]), [NDArray(.f32, [1], [-0.0])], gives: NDArray(.f32, [1], [-0.0]))
    try check(
      TreeSum(axes: [0, 1]), [NDArray(.f32, [3, 0], [])], gives: NDArray(.f32, [1, 1], [0]))
    try check(
      TreeSum(axes: [0, 1]), [NDArray(.f32, [0, 3], [])], gives: NDArray(.f32, [1, 1], [0]))
    try check(
      TreeSum(axes: [0]), [NDArray(.f32, [3], [-0.0, -0.0, -0.0])],
      gives: NDArray(.f32, [1], [-0.0]))
    try check(
      TreeSum(axes: [0]), [NDArray(.f32, [0, 2], [])], gives: NDArray(.f32, [1, 2], [0, 0]))
  }

  @Test func `in a tree round each sum to the element type`() throws {
    try check(
      TreeSum(axes: [0]), [NDArray(.f32, [4], [0x1p24, 1, 1, 0])],
      gives: NDArray(.f32, [1], [0x1p24]))
    try check(
      TreeSum(axes: [0]), [NDArray(.bf16, [2], [256, 1])], gives: NDArray(.bf16, [1], [256]))
  }

  @Test func `over several axes run one axis after the other`() throws {
    let big = 0x1p53
    let x = NDArray(.f64, [2, 2], [big, 1, -big, 1])
    try check(TreeSum(axes: [0, 1]), [x], gives: NDArray(.f64, [1, 1], [2]))
    try check(TreeSum(axes: [1, 0]), [x], gives: NDArray(.f64, [1, 1], [1]))
    try check(TreeSum(axes: []), [x], gives: x)
  }

  /// The definition of the doc comment, by recursion.
  @Test func `in a tree equal the definition`() throws {
    func node(_ x: [Double], _ level: Int, _ j: Int) -> Double {
      if level == 0 { return x[j] }
      let (left, right) = (2 * j, 2 * j + 1)
      if right << (level - 1) >= x.count { return node(x, level - 1, left) }
      return node(x, level - 1, left) + node(x, level - 1, right)
    }
    for count in 1...40 {
      let random = CounterRandom(seed: 1, name: "tree \(count)")
      let x = (0..<count).map { random.normal($0) }
      var level = 0
      while 1 << level < count { level += 1 }
      try check(
        TreeSum(axes: [0]), [NDArray(.f64, [count], x)],
        gives: NDArray(.f64, [1], [node(x, level, 0)]))
    }
  }

  @Test func `of products contract`() throws {
    let (a, b) = (NDArray.counting(.f32, [2, 2, 3]), NDArray.counting(.f32, [2, 3, 2]))
    try check(
      Contract(batch: [[0, 0]], contracting: [[2, 1]]), [a, b],
      gives: NDArray(.f32, [2, 2, 2], [10, 13, 28, 40, 172, 193, 244, 274]))
    // abc, cdb → ad
    try check(
      Contract(contracting: [[1, 2], [2, 0]]),
      [.counting(.i32, [2, 3, 2]), .counting(.i32, [2, 3, 3])],
      gives: .integers(.i32, [2, 3], [104, 149, 194, 302, 455, 608]))
    // abc, dac → acbd
    try check(
      Contract(batch: [[0, 1], [2, 2]], contracting: []),
      [.counting(.f64, [2, 3, 2]), .counting(.f64, [2, 2, 2])],
      gives: NDArray(
        .f64, [2, 2, 3, 2],
        [
          0, 0, 0, 8, 0, 16, 1, 5, 3, 15, 5, 25, 12, 36, 16, 48, 20, 60, 21, 49, 27, 63, 33, 77,
        ]))
  }

  @Test func `of no products are 0, and an outer product sums none`() throws {
    try check(
      Contract(contracting: [[1, 0]]), [NDArray(.f32, [2, 0], []), NDArray(.f32, [0, 1], [])],
      gives: NDArray(.f32, [2, 1], [0, 0]))
    try check(
      Contract(contracting: []), [NDArray(.f32, [2], [1, 2]), NDArray(.f32, [2], [3, 5])],
      gives: NDArray(.f32, [2, 2], [3, 5, 6, 10]))
    try check(
      Contract(contracting: [[0, 0]]),
      [.integers(.i8, [2], [100, 3]), .integers(.i8, [2], [3, 5])],
      gives: .integers(.i8, [], [59]))
  }

  @Test func `of products are rounded once`() throws {
    let x = NDArray(.f32, [3], [0x1p24, 1, 1])
    try check(
      Contract(contracting: [[0, 0]]), [x, NDArray(.f32, [3], [1, 1, 1])],
      gives: NDArray(.f32, [], [0x1p24 + 2]))
  }
}
