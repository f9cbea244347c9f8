import NDArrays
import Testing

@Suite struct `a comparison of arrays` {
  /// Returns the comparison of two vectors.
  private func compare(_ x: [Double], _ y: [Double], _ type: ElementType = .f32) -> Comparison {
    Comparison(NDArray(type, [x.count], x), to: NDArray(type, [y.count], y))
  }

  @Test func `finds no difference between equal elements`() {
    let same = compare([1, .nan, .infinity, -0.0], [1, .nan, .infinity, 0])
    #expect(same.maxAbsolute == 0 && same.maxRelative == 0 && same.maxULP == 0)
    #expect(same.differing == 0)
    #expect(same.worst == nil)
    #expect(same.isWithin(absolute: 0, relative: 0))
    #expect(compare([], []).worst == nil)
  }

  @Test func `finds the largest differences and where`() {
    let x = NDArray(.f64, [2, 3], [1, 2, 3, 4, 5.5, 6.25])
    let y = NDArray(.f64, [2, 3], [1, 2, 2.9, 4, 5, 6])
    let result = Comparison(x, to: y)
    #expect(result.maxAbsolute == 0.5)
    #expect(result.maxRelative == 0.5 / 5)
    #expect(result.maxReference == 6)
    #expect(result.worst == [1, 1])
    #expect(result.differing == 3)
    #expect(result.isWithin(absolute: 0.5, relative: 0))
    #expect(!result.isWithin(absolute: 0.49, relative: 0))
    #expect(result.isWithin(absolute: 0.2, relative: 0.05))
  }

  @Test func `has no coordinates in a scalar`() {
    #expect(Comparison(NDArray(.f32, [], [1]), to: NDArray(.f32, [], [2])).worst == [])
  }

  @Test(arguments: [
    (ElementType.f64, 1.0, 1.0.nextUp, 1), (.f32, 1.0, Double(Float(1).nextUp), 1),
    (.f32, 1.0, Double(Float(1).nextDown), 1), (.f16, 1.0, 1 + 3 * 0x1p-10, 3),
    (.bf16, 1.0, 1 + 2 * 0x1p-7, 2), (.f32, -0x1p-149, 0x1p-149, 2),
    (.f32, Double(Float.greatestFiniteMagnitude), .infinity, 1), (.i32, 7, 4, 3),
  ])
  func `counts representable values`(_ type: ElementType, _ x: Double, _ y: Double, _ ulps: UInt64)
  {
    #expect(compare([x], [y], type).maxULP == ulps)
    #expect(compare([y], [x], type).maxULP == ulps)
  }

  @Test func `counts in the coarser type`() {
    let x = NDArray(.f64, [1], [1 + 0x1p-23 + 0x1p-50])
    #expect(Comparison(x, to: NDArray(.f32, [1], [1])).maxULP == 1)
    #expect(Comparison(NDArray(.f32, [1], [1]), to: x).maxULP == 1)
  }

  @Test func `is never within a tolerance where one side is NaN`() {
    let result = compare([.nan, 1], [1, 1])
    #expect(result.maxAbsolute == .infinity)
    #expect(result.maxULP == .max)
    #expect(result.worst == [0])
    #expect(!result.isWithin(absolute: 1e300, relative: 1e300))
    #expect(!compare([1], [.nan]).isWithin(absolute: 1e300, relative: 1))
    #expect(!compare([1], [.infinity]).isWithin(absolute: 1e300, relative: 1))
    #expect(!compare([-.infinity], [.infinity]).isWithin(absolute: 1e300, relative: 1))
  }

  @Test func `counts the elements that are beyond each tolerance`() {
    let y = NDArray(.f32, [4], [1, 100, -2, 0])
    let x = NDArray(.f32, [4], [1.5, 101, -2, Double(Float(0).nextUp)])
    #expect(Comparison.count(x, beyond: y, absolute: 0, relative: 0) == 3)
    #expect(Comparison.count(x, beyond: y, absolute: 0.5, relative: 0) == 1)
    #expect(Comparison.count(x, beyond: y, absolute: 0, relative: 0.01) == 2)
    #expect(Comparison.count(x, beyond: y, absolute: 0, relative: 0, ulps: 1) == 2)
  }

  @Test func `counts what is not finite on one side only`() {
    let y = NDArray(.f32, [4], [.infinity, .nan, 1, .infinity])
    let x = NDArray(.f32, [4], [1, 1, .nan, .infinity])
    #expect(Comparison.count(x, beyond: y, absolute: 1e9, relative: 1) == 3)
    #expect(Comparison.count(y, beyond: y, absolute: 0, relative: 0) == 0)
  }

  @Test func `measures the overlap of masks`() {
    let x = NDArray(.u8, [4], [1, 2, 0, 0])
    #expect(Comparison.dice(x, NDArray(.u8, [4], [1, 0, 3, 0])) == 0.5)
    #expect(Comparison.dice(x, x) == 1)
    #expect(Comparison.dice(NDArray(zeros: .u8, [2]), NDArray(zeros: .u8, [2])) == 1)
  }
}
