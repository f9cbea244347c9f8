import GraphIR
import Testing

@Suite struct `generators` {
  @Test func `count along an axis`() throws {
    try check(
      Iota(type: TensorType(.f32, [2, 3]), axis: 1), [],
      gives: NDArray(.f32, [2, 3], [0, 1, 2, 0, 1, 2]))
    try check(
      Iota(type: TensorType(.i64, [2, 3]), axis: 0), [],
      gives: .integers(.i64, [2, 3], [0, 0, 0, 1, 1, 1]))
    let bytes = Iota(type: TensorType(.u8, [258]), axis: 0)
    let end = bytes.evaluate([], over: Region([254..<258]))
    #expect(end == .integers(.u8, [4], [254, 255, 0, 1]))
    let halves = Iota(type: TensorType(.bf16, [300]), axis: 0)
    #expect(halves.evaluate([], over: Region([257..<260])) == NDArray(.bf16, [3], [256, 258, 260]))
  }

  @Test func `draw from the position in the whole tensor`() throws {
    let random = Random(
      type: TensorType(.f64, [3, 4]), distribution: .normal, first: 10, second: 2, name: "a",
      seed: 7)
    let source = CounterRandom(seed: 7, name: "a")
    #expect(
      random.evaluate([], over: Region([1..<3, 3..<4]))
        == NDArray(.f64, [2, 1], [10 + 2 * source.normal(7), 10 + 2 * source.normal(11)]))
  }

  @Test func `keep to their bounds and probabilities`() throws {
    let type = TensorType(.f32, [10_000])
    let uniform = Random(type: type, first: -2, second: 3, name: "u")
    let values: [Double] = uniform.evaluate([], over: type.whole).widened()
    #expect(values.allSatisfy { $0 >= -2 && $0 < 3 })
    #expect(abs(values.reduce(0, +) / 10_000 - 0.5) < 0.0722)
    for (probability, tolerance) in [(0.0, 0.0), (1, 0), (0.25, 0.0217)] {
      let mask = Random(
        type: TensorType(.bool, [10_000]), distribution: .bernoulli, first: Scalar(probability),
        name: "b")
      let ones: [Int64] = mask.evaluate([], over: type.whole).widened()
      #expect(abs(Double(ones.reduce(0, +)) / 10_000 - probability) <= tolerance)
    }
  }

  @Test func `differ by seed and name`() throws {
    func draw(_ name: String, _ seed: Int) -> NDArray {
      let type = TensorType(.f32, [8])
      return Random(type: type, name: name, seed: seed).evaluate([], over: type.whole)
    }
    #expect(draw("a", 1) == draw("a", 1))
    #expect(draw("a", 1) != draw("b", 1))
    #expect(draw("a", 1) != draw("a", -1))
  }
}
