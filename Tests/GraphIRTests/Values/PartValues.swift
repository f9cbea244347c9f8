import GraphIR
import Testing

@Suite struct `parts of a reduction` {
  @Test func `are the largest nodes of the tree between cuts`() throws {
    func roots(_ cuts: [Int], _ extent: Int) -> [Range<Int>] {
      AxisParts(rootsBetween: cuts, extent: extent).intervals
    }
    #expect(roots([5], 8) == [0..<4, 4..<5, 5..<6, 6..<8])
    #expect(roots([], 7) == [0..<7])
    #expect(roots([3, 3], 7) == [0..<2, 2..<3, 3..<4, 4..<7])
    #expect(roots([4, 8], 11) == [0..<4, 4..<8, 8..<11])
    #expect(roots([0, 0], 0) == [])
    #expect(roots([1, 1023], 1024).count == 20)
  }

  @Test func `are sums of nodes`() throws {
    try check(
      TreeRoots(axis: 0, cuts: [5]), [.counting(.i32, [8])],
      gives: .integers(.i32, [4], [6, 4, 5, 13]))
    // ((2⁵³ + 1) + (1 + 1)) + ½
    try check(
      TreeJoin(axis: 0, count: 5, cuts: [1]),
      [NDArray(.f64, [4], [0x1p53, 1, 2, 0.5])], gives: NDArray(.f64, [1], [0x1p53 + 2]))
    try check(
      TreeJoin(axis: 1, count: 0, cuts: [0]), [NDArray(.f32, [2, 0], [])],
      gives: NDArray(.f32, [2, 1], [0, 0]))
  }

  @Test func `are one for each segment`() throws {
    let x = NDArray(.f32, [5], [1, -2, 4, .nan, 3])
    func check(_ function: Reduce.Function, _ cuts: [Int], _ expected: [Double]) throws {
      try GraphIRTests.check(
        PartialReduce(function: function, axes: [0], cuts: [cuts]), [x],
        gives: NDArray(.f32, [expected.count], expected))
    }
    try check(.maximum, [2, 2, 3], [1, -.infinity, 4, .nan])
    try check(.minimum, [0, 2, 4, 5], [.infinity, -2, .nan, 3, .infinity])
    try GraphIRTests.check(
      PartialReduce(function: .product, axes: [1, 0], cuts: [[2], [1]]),
      [.integers(.i8, [2, 3], [2, 3, 5, 7, 11, 13])],
      gives: .integers(.i8, [2, 2], [6, 5, 77, 13]))
  }

  @Test(arguments: [ElementType.f64, .f32, .bf16, .i32], 0...9)
  func `make the sum over the whole, whatever the cuts`(_ type: ElementType, _ seed: Int) throws {
    for count in stride(from: seed, through: 300, by: 10) {
      let random = CounterRandom(seed: 5, name: "cuts \(count)")
      let x = NDArray(
        narrowing: (0..<3 * count).map { random.normal($0) * 100 }, to: .f64, [count, 3]
      ).converted(to: type)
      let sum = evaluated(TreeSum(axes: [0]), x)
      for trial in 0..<4 {
        let cuts = random.cuts(trial, of: count)
        let roots = evaluated(TreeRoots(axis: 0, cuts: cuts), x)
        let joined = evaluated(TreeJoin(axis: 0, count: count, cuts: cuts), roots)
        #expect(joined == sum, "\(type.rawValue)[\(count), 3] between \(cuts)")
      }
    }
  }

  @Test(arguments: [ElementType.f32, .f16, .i8, .u64, .bool])
  func `reduce to what the whole does, whatever the cuts`(_ type: ElementType) throws {
    let elements = [-0.0, 0, 1, -1, .infinity, -.infinity, .nan, 2]
    for seed in 0..<40 {
      let random = CounterRandom(seed: UInt64(seed), name: "parts")
      let (rows, columns) = (seed % 6, seed % 7)
      // Few of the elements at a time, so that zeros are extremes too.
      let choice = 1 + seed % elements.count
      let values = (0..<rows * columns).map { elements[Int(random.bits($0).0 >> 8) % choice] }
      let x = NDArray(.f64, [rows, columns], values).converted(to: type)
      let cuts = [random.cuts(0, of: rows), random.cuts(1, of: columns)]
      for function in Reduce.Function.allCases {
        let partial = PartialReduce(function: function, axes: [0, 1], cuts: cuts)
        if (try? partial.resultType([TensorType(type, x.extents)])) == nil { continue }
        let whole = Reduce(function: function, axes: [0, 1])
        let expected = evaluated(whole, x)
        #expect(
          evaluated(whole, evaluated(partial, x)) == expected,
          "\(function) of \(x.spelling) between \(cuts)")
      }
    }
  }
}

extension CounterRandom {
  /// Returns up to 5 rising cuts of an axis, some of which may be equal.
  fileprivate func cuts(_ trial: Int, of count: Int) -> [Int] {
    let bits = (0..<6).map { Int(self.bits(1000 + 6 * trial + $0).1 >> 8) }
    return bits.dropFirst().prefix(bits[0] % 6).map { $0 % (count + 1) }.sorted()
  }
}

/// Returns the whole result of an op on one operand that fits.
private func evaluated(_ op: any Op, _ x: NDArray) -> NDArray {
  let type = try? op.resultType([TensorType(x.elementType, x.extents)])
  return op.evaluate([PlacedArray(x)], over: Region(whole: type?.extents ?? []))
}
