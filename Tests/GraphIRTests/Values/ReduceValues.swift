import GraphIR
import Testing

@Suite struct `reductions` {
  @Test func `keep their axes with extent 1`() throws {
    let x = NDArray(.f32, [2, 3], [1, -2, 3, 4, 5, -6])
    try check(Reduce(function: .maximum, axes: [1]), [x], gives: NDArray(.f32, [2, 1], [3, 5]))
    try check(
      Reduce(function: .minimum, axes: [0]), [x], gives: NDArray(.f32, [1, 3], [1, -2, -6]))
    try check(
      Reduce(function: .product, axes: [0, 1]), [x], gives: NDArray(.f32, [1, 1], [720]))
    try check(Reduce(function: .product, axes: []), [x], gives: x)
  }

  @Test func `are won by NaN`() throws {
    for values in [[1, .nan, 3], [.nan, 1, 3], [1, 3, .nan]] {
      let x = NDArray(.f32, [3], values)
      for function in [Reduce.Function.maximum, .minimum, .product] {
        try check(
          Reduce(function: function, axes: [0]), [x], gives: NDArray(.f32, [1], [.nan]))
      }
    }
  }

  @Test(arguments: [[0, -0.0], [-0.0, 0], [-0.0, -0.0], [0, 0]])
  func `take −0 as less than 0`(_ zeros: [Double]) throws {
    let x = NDArray(.f32, [2], zeros)
    let isNegative = zeros.map { $0.sign == .minus }
    try check(
      Reduce(function: .maximum, axes: [0]), [x],
      gives: NDArray(.f32, [1], [isNegative == [true, true] ? -0.0 : 0]))
    try check(
      Reduce(function: .minimum, axes: [0]), [x],
      gives: NDArray(.f32, [1], [isNegative == [false, false] ? 0 : -0.0]))
  }

  @Test func `of nothing are what changes nothing`() throws {
    func check(_ function: Reduce.Function, _ type: ElementType, _ expected: Int64) throws {
      try GraphIRTests.check(
        Reduce(function: function, axes: [0]), [NDArray(zeros: type, [0])],
        gives: .integers(type, [1], [expected]))
    }
    try check(.maximum, .i8, -128)
    try check(.minimum, .i8, 127)
    try check(.maximum, .u32, 0)
    try check(.minimum, .u32, 0xFFFF_FFFF)
    try check(.maximum, .i64, .min)
    try check(.minimum, .u64, -1)
    try check(.product, .i16, 1)
    try check(.and, .bool, 1)
    try check(.or, .bool, 0)
    try check(.and, .u8, 255)
    try GraphIRTests.check(
      Reduce(function: .maximum, axes: [0]), [NDArray(.f16, [0], [])],
      gives: NDArray(.f16, [1], [-.infinity]))
  }

  @Test func `take unsigned integers as such, and wrap`() throws {
    let x = NDArray.integers(.u64, [3], [1, -1, 2])
    try check(Reduce(function: .maximum, axes: [0]), [x], gives: .integers(.u64, [1], [-1]))
    try check(Reduce(function: .minimum, axes: [0]), [x], gives: .integers(.u64, [1], [1]))
    try check(
      Reduce(function: .product, axes: [0]), [.integers(.i8, [3], [100, 3, -7])],
      gives: .integers(.i8, [1], [-52]))
    try check(
      Reduce(function: .product, axes: [0]), [.integers(.u8, [2], [200, 3])],
      gives: .integers(.u8, [1], [88]))
  }

  @Test func `round a product once`() throws {
    let x = NDArray(.f32, [3], [1e30, 1e30, 1e-30])
    try check(
      Reduce(function: .product, axes: [0]), [x],
      gives: NDArray(.f32, [1], [Double(Float(1e30)) * Double(Float(1e30)) * Double(Float(1e-30))]))
  }

  @Test func `work on bits and truth`() throws {
    let bits = NDArray.integers(.i8, [2], [0b0110, 0b0011])
    try check(Reduce(function: .and, axes: [0]), [bits], gives: .integers(.i8, [1], [0b0010]))
    try check(Reduce(function: .or, axes: [0]), [bits], gives: .integers(.i8, [1], [0b0111]))
    let truth = NDArray(.bool, [2, 2], [1, 0, 1, 1])
    try check(Reduce(function: .and, axes: [1]), [truth], gives: NDArray(.bool, [2, 1], [0, 1]))
    try check(Reduce(function: .or, axes: [0]), [truth], gives: NDArray(.bool, [1, 2], [1, 1]))
  }

  @Test(
    arguments: [
      ([3, 5, 5, 1], 1, 2, 3, 3), ([1, .nan, 5, .nan], 1, 3, 1, 3), ([2, 2, 2, 2], 0, 3, 0, 3),
      ([-.infinity, -.infinity, 0, -.infinity], 2, 2, 0, 3), ([0, -0.0, 0, -0.0], 0, 3, 0, 3),
    ] as [([Double], Int64, Int64, Int64, Int64)])
  func `find the first or the last extreme`(
    _ values: [Double], _ maximum: Int64, _ lastMaximum: Int64, _ minimum: Int64,
    _ lastMinimum: Int64
  ) throws {
    let x = NDArray(.f32, [1, 4], values)
    func check(_ function: ArgReduce.Function, _ lastIndex: Bool, _ expected: Int64) throws {
      try GraphIRTests.check(
        ArgReduce(function: function, axis: 1, lastIndex: lastIndex), [x],
        gives: .integers(.i64, [1, 1], [expected]))
    }
    try check(.maximum, false, maximum)
    try check(.maximum, true, lastMaximum)
    try check(.minimum, false, minimum)
    try check(.minimum, true, lastMinimum)
  }

  @Test func `find extremes of integers`() throws {
    try check(
      ArgReduce(function: .maximum, axis: 0), [.integers(.u64, [2, 2], [1, -1, -1, 1])],
      gives: .integers(.i64, [1, 2], [1, 0]))
    try check(
      ArgReduce(function: .minimum, axis: 1), [.integers(.i8, [1, 3], [5, -128, 127])],
      gives: .integers(.i64, [1, 1], [1]))
    try check(
      ArgReduce(function: .maximum, axis: 0), [NDArray(.bool, [3], [0, 1, 1])],
      gives: .integers(.i64, [1], [1]))
  }
}
