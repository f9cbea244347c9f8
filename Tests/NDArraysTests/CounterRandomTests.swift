import Glibc
import NDArrays
import Testing

@Suite struct `counter-based random numbers` {
  /// The vectors for `philox4x32 10` of Random123's `kat_vectors`: counter, key, result.
  @Test(
    arguments: [
      (
        [0, 0, 0, 0], [0, 0], [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]
      ),
      (
        [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [0xFFFF_FFFF, 0xFFFF_FFFF],
        [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]
      ),
      (
        [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], [0xA409_3822, 0x299F_31D0],
        [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]
      ),
    ] as [([UInt64], [UInt64], [UInt64])])
  func `are Philox`(_ counter: [UInt64], _ key: [UInt64], _ expected: [UInt64]) {
    let random = CounterRandom(
      seed: key[0] | key[1] << 32, stream: counter[2] | counter[3] << 32)
    let bits = random.bits(Int(bitPattern: UInt(counter[0] | counter[1] << 32)))
    #expect(bits.0 == expected[0] << 32 | expected[1])
    #expect(bits.1 == expected[2] << 32 | expected[3])
  }

  @Test func `differ by seed, name and index`() {
    let random = CounterRandom(seed: 1, name: "a")
    #expect(random.bits(5) == CounterRandom(seed: 1, name: "a").bits(5))
    #expect(random.bits(5) != CounterRandom(seed: 2, name: "a").bits(5))
    #expect(random.bits(5) != CounterRandom(seed: 1, name: "b").bits(5))
    #expect(random.bits(5) != random.bits(6))
    #expect(random.bits(5) != random.bits(5 + 1 << 32))
  }

  /// Returns mean, variance, skewness and kurtosis.
  private func moments(_ count: Int, _ value: (Int) -> Double) -> [Double] {
    let values = (0..<count).map(value)
    let mean = values.reduce(0, +) / Double(count)
    func central(_ power: Double) -> Double {
      values.reduce(0) { $0 + pow($1 - mean, power) } / Double(count)
    }
    let variance = central(2)
    return [mean, variance, central(3) / pow(variance, 1.5), central(4) / pow(variance, 2)]
  }

  /// The tolerances are five standard errors of 200,000 samples.
  @Test func `have the moments of their distributions`() {
    let random = CounterRandom(seed: 3, name: "moments")
    let uniform = moments(200_000) { random.uniform($0) }
    #expect(abs(uniform[0] - 0.5) < 0.0033)
    #expect(abs(uniform[1] - 1.0 / 12) < 0.0009)
    #expect(abs(uniform[2]) < 0.015)
    #expect(abs(uniform[3] - 1.8) < 0.015)
    let normal = moments(200_000) { random.normal($0) }
    #expect(abs(normal[0]) < 0.0112)
    #expect(abs(normal[1] - 1) < 0.0158)
    #expect(abs(normal[2]) < 0.0274)
    #expect(abs(normal[3] - 3) < 0.0548)
  }

  @Test func `of neighbours are not correlated`() {
    let random = CounterRandom(seed: 4, name: "neighbours")
    let values = (0...200_000).map { random.uniform($0) - 0.5 }
    let covariance = zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 200_000
    #expect(abs(covariance * 12) < 0.0112)
  }

  @Test func `are uniform in 0 ..< 1 and exact in f32`() {
    let random = CounterRandom(seed: 5, name: "range")
    for i in 0..<10_000 {
      let value = random.uniform(i)
      #expect(value >= 0 && value < 1 && Double(Float(value)) == value)
      #expect(random.normal(i).isFinite)
    }
  }
}
