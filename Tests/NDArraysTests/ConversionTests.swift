import NDArrays
import Testing

@Suite struct `a conversion` {
  @Test(
    arguments: [
      (ElementType.i8, [127, -128, 0, 1, -1, 0, 127]),
      (.i16, [1000, -32768, 0, 1, -1, 0, 32767]),
      (.u8, [255, 0, 0, 1, 0, 0, 255]),
      (.u16, [1000, 0, 0, 1, 0, 0, 65535]),
      (.i64, [1000, -1_000_000, 0, 1, -1, 0, .max]),
      (.bool, [1, 1, 1, 1, 1, 1, 1]),
    ] as [(ElementType, [Int64])])
  func `of floats to integers rounds toward zero and saturates`(
    _ type: ElementType, _ expected: [Int64]
  ) {
    let values = NDArray(.f64, [7], [1000.9, -1e6, .nan, 1.9, -1.9, -0.5, .infinity])
    #expect(values.converted(to: type) == NDArray(narrowing: expected, to: type, [7]))
  }

  @Test func `of floats saturates at both ends of 64 bits`() {
    let values = NDArray(.f64, [4], [0x1p63, -0x1p63, 0x1p64, -1])
    #expect(
      values.converted(to: .i64)
        == NDArray(narrowing: [.max, .min, .max, -1] as [Int64], to: .i64, [4]))
    // In the lane, u64 is its bits.
    #expect(
      values.converted(to: .u64)
        == NDArray(narrowing: [.min, 0, -1, 0] as [Int64], to: .u64, [4]))
  }

  @Test func `of integers to integers keeps the lowest bits`() {
    let values = NDArray(narrowing: [300, -129, 128, 255, -1] as [Int64], to: .i64, [5])
    #expect(
      values.converted(to: .i8)
        == NDArray(narrowing: [44, 127, -128, -1, -1] as [Int64], to: .i8, [5]))
    #expect(
      values.converted(to: .u8)
        == NDArray(narrowing: [44, 127, 128, 255, 255] as [Int64], to: .u8, [5]))
  }

  /// Integers and the floats they are rounded to.
  struct Rounding: Sendable {
    /// The type of the floats.
    let type: ElementType
    /// What is converted.
    let integers: [Int64]
    /// What it becomes.
    let floats: [Double]
  }

  /// Ties, one more than a tie, and what a way through double would round twice.
  static let roundings: [Rounding] = [
    Rounding(
      type: .f32,
      integers: [0x100_0001, 0x100_0003, 0x4000_0040_0000_0000, 0x4000_0040_0000_0001],
      floats: [0x1p24, 0x1.000004p24, 0x1p62, 0x1.000002p62]),
    Rounding(
      type: .bf16, integers: [257, 259, 0x4040_0000_0000_0000, 0x4040_0000_0000_0001],
      floats: [256, 260, 0x1p62, 0x1.02p62]),
    Rounding(
      type: .f16, integers: [2049, 2051, 65519, 65520], floats: [2048, 2052, 65504, .infinity]),
    Rounding(
      type: .f64, integers: [0x20_0000_0000_0001, 0x20_0000_0000_0003, 1, 3],
      floats: [0x1p53, 0x1.0000000000002p53, 1, 3]),
  ]

  @Test(arguments: roundings)
  func `of integers to floats rounds once, ties to even`(_ row: Rounding) {
    let values = NDArray(narrowing: row.integers, to: .i64, [4])
    #expect(values.converted(to: row.type) == NDArray(row.type, [4], row.floats))
    let negated = NDArray(narrowing: row.integers.map { -$0 }, to: .i64, [4])
    #expect(negated.converted(to: row.type) == NDArray(row.type, [4], row.floats.map { -$0 }))
    let unsigned = NDArray(narrowing: row.integers, to: .u64, [4])
    #expect(unsigned.converted(to: row.type) == NDArray(row.type, [4], row.floats))
  }

  @Test(arguments: [
    (ElementType.f32, [0x1p64, 0x1p63, 0x1.000002p63] as [Double]),
    (.f64, [0x1p64, 0x1.000001p63, 0x1.000001p63]),
    (.bf16, [0x1p64, 0x1p63, 0x1p63]),
  ])
  func `of large unsigned integers keeps them positive`(
    _ type: ElementType, _ expected: [Double]
  ) {
    let integers: [UInt64] = [.max, 0x8000_0080_0000_0000, 0x8000_0080_0000_0001]
    let values = NDArray(narrowing: integers.map { Int64(bitPattern: $0) }, to: .u64, [3])
    #expect(values.converted(to: type) == NDArray(type, [3], expected))
  }

  @Test func `to half precision rounds doubles once`() {
    // A first rounding to 24 bits would make a tie of the first two.
    let values = NDArray(
      .f64, [5], [1 + 0x1p-11 + 0x1p-40, 0x1p-25 + 0x1p-60, 0x1p-25, 65520, 1e-9])
    #expect(
      values.converted(to: .f16)
        == NDArray(.f16, [5], [1 + 0x1p-10, 0x1p-24, 0, .infinity, 0]))
  }
}
