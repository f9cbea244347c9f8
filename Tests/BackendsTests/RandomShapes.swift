import BLASBackend
import Support
import Testing

/// Spatial ops of random shapes against their definitions.
@Suite struct `spatial ops of random shapes` {
  @Test(arguments: 0..<60)
  func `convolution`(_ seed: Int) throws {
    var draw = Draw(seed, "convolution")
    let rank = draw(1...3)
    let groups = draw.isLucky(4) ? draw(1...4) : 1
    let (channels, filters) = (draw(1...9), draw(1...17))
    let extents = (0..<rank).map { _ in draw(1...(rank == 1 ? 200 : rank == 2 ? 40 : 14)) }
    let kernel = (0..<rank).map { _ in draw(1...4) }
    let stride = (0..<rank).map { _ in draw.isLucky(2) ? draw(1...3) : 1 }
    let dilation = (0..<rank).map { _ in draw.isLucky(3) ? draw(1...3) : 1 }
    let padding = (0..<rank).map { _ in Edges(draw(0...3), draw(0...3)) }
    let op = Convolution(stride: stride, dilation: dilation, padding: padding, groups: groups)
    try check(
      op, [[draw(1...2), channels * groups] + extents, [filters * groups, channels] + kernel], seed)
  }

  @Test func `convolution with many channels, few positions and one of both`() throws {
    let edges = [Edges(1, 1), Edges(1, 1)]
    let op = Convolution(stride: [1, 1], dilation: [1, 1], padding: edges)
    try check(op, [[1, 160, 6, 7], [130, 160, 3, 3]], 1)
    try check(op, [[2, 160, 6, 7], [130, 160, 3, 3]], 2)
    try check(op, [[1, 3, 90, 70], [16, 3, 3, 3]], 3)
    try check(op, [[2, 30, 9, 700], [11, 30, 3, 3]], 7)
    let deep = Convolution(
      stride: [2, 1, 1], dilation: [1, 3, 2], padding: [Edges(1, 0), Edges(2, 3), Edges(0, 9)],
      groups: 2)
    try check(deep, [[1, 6, 9, 14, 31], [20, 3, 2, 3, 3]], 8)
    let direct = Convolution(stride: [1, 1], dilation: [1, 1], padding: [.none, .none])
    try check(direct, [[1, 40, 50, 70], [3, 40, 1, 1]], 4)
    let depthwise = Convolution(
      stride: [2, 1], dilation: [1, 2], padding: edges, groups: 12)
    try check(depthwise, [[2, 12, 20, 33], [12, 1, 3, 3]], 5)
    try check(depthwise, [[2, 12, 20, 33], [24, 1, 3, 3]], 6)
  }

  @Test(arguments: 0..<60)
  func `transposed convolution`(_ seed: Int) throws {
    var draw = Draw(seed, "transposed")
    let rank = draw(1...3)
    let groups = draw.isLucky(4) ? draw(1...3) : 1
    let (channels, filters) = (draw(1...9), draw(1...9))
    let extents = (0..<rank).map { _ in draw(1...(rank == 1 ? 100 : rank == 2 ? 20 : 8)) }
    let kernel = (0..<rank).map { _ in draw(1...5) }
    let stride = draw.isLucky(3) ? kernel : (0..<rank).map { _ in draw(1...3) }
    let dilation = (0..<rank).map { _ in draw.isLucky(4) ? draw(1...3) : 1 }
    let outputPadding = stride.map { draw(0...($0 - 1)) }
    let padding = (0..<rank).map { dimension in
      let room = (kernel[dimension] - 1) * dilation[dimension]
      return Edges(draw(0...room / 2), draw(0...room / 2))
    }
    let op = TransposedConvolution(
      stride: stride, dilation: dilation, padding: padding, outputPadding: outputPadding,
      groups: groups)
    try check(
      op, [[draw(1...2), channels * groups] + extents, [channels * groups, filters] + kernel], seed)
  }

  @Test func `transposed convolution with many channels and few positions`() throws {
    let op = TransposedConvolution(
      stride: [2, 2], dilation: [1, 1], padding: [Edges(1, 1), Edges(1, 1)],
      outputPadding: [0, 1])
    try check(op, [[2, 160, 3, 5], [160, 70, 4, 4]], 1)
    try check(op, [[1, 260, 1, 1], [260, 40, 4, 4]], 2)
  }

  @Test(arguments: 0..<40)
  func `pools`(_ seed: Int) throws {
    var draw = Draw(seed, "pool")
    let rank = draw(1...3)
    let extents = (0..<rank).map { _ in draw(4...(rank == 3 ? 9 : 24)) }
    let window = (0..<rank).map { _ in draw(1...3) }
    let stride = (0..<rank).map { _ in draw(1...3) }
    let dilation = (0..<rank).map { _ in draw(1...2) }
    let padding = window.map { Edges(draw(0...$0 / 2), draw(0...$0 / 2)) }
    let (ceil, include) = (draw.isLucky(2), draw.isLucky(2))
    let x = [[draw(1...2), draw(1...5)] + extents]
    let maximum = MaxPool(
      window: window, stride: stride, dilation: dilation, padding: padding, ceilMode: ceil)
    try check(maximum, x, seed)
    try check(ArgMaxPool(maximum), x, seed)
    try check(
      AveragePool(
        window: window, stride: stride, dilation: dilation, padding: padding, ceilMode: ceil,
        countIncludePad: include), x, seed)
  }

  private func check(_ op: any Op, _ extents: [[Int]], _ seed: Int) throws {
    let types = extents.map { TensorType(.f32, $0) }
    guard let result = try? op.resultType(types) else { return }
    let arrays = types.enumerated().map { index, type in
      PlacedArray(.random(type, seed: UInt64(seed), name: "\(index)"))
    }
    let expected = op.evaluate(arrays, over: result.whole)
    for threads in [1, 2] {
      let got = try run(op, arrays, on: BLASBackend(), threads: threads)
      let excess = Tolerance.excess(op, arrays, got: got, expected: expected)
      #expect(excess == nil, "seed \(seed): \(op) of \(types) with \(threads) threads")
    }
    for box in sampleBoxes(of: result.extents, count: 3, seed: UInt64(seed)).dropFirst() {
      try checkBox(op, arrays, over: box, seed: seed, "seed \(seed)")
    }
  }
}

/// Random numbers in order.
struct Draw {
  private let random: CounterRandom
  private var index = 0

  /// The numbers of a seed.
  init(_ seed: Int, _ name: String) { random = CounterRandom(seed: UInt64(seed), name: name) }

  /// The next number of a range.
  mutating func callAsFunction(_ range: ClosedRange<Int>) -> Int {
    index += 1
    return range.lowerBound + Int(random.bits(index).0 >> 16) % range.count
  }

  /// `true` once in so many times.
  mutating func isLucky(_ times: Int) -> Bool { self(1...times) == 1 }
}
