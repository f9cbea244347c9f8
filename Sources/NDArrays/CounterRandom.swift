import Glibc

/// Random numbers as a function of (seed, name, index): the same on every mesh and in any order.
///
/// The generator is Philox 4×32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
/// SC 2011), keyed by the seed and the FNV-1a hash of the name.
public struct CounterRandom: Sendable {
  private let key: (UInt32, UInt32)
  /// The upper half of the counters, which tells one name's numbers from another's.
  package let stream: UInt64

  /// The sequence for `name` under `seed`.
  public init(seed: UInt64, name: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    self.init(seed: seed, stream: hash)
  }

  /// The sequence whose key is `seed`, and whose counters have `stream` in their upper half.
  package init(seed: UInt64, stream: UInt64) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.stream = stream
  }

  /// Returns 128 random bits for an index.
  public func bits(_ index: Int) -> (UInt64, UInt64) {
    let counter = UInt64(bitPattern: Int64(index))
    var c0 = UInt32(truncatingIfNeeded: counter)
    var c1 = UInt32(truncatingIfNeeded: counter >> 32)
    var c2 = UInt32(truncatingIfNeeded: stream)
    var c3 = UInt32(truncatingIfNeeded: stream >> 32)
    var (k0, k1) = key
    for _ in 0..<10 {
      let (high0, low0) = (0xD251_1F53 as UInt32).multipliedFullWidth(by: c0)
      let (high1, low1) = (0xCD9E_8D57 as UInt32).multipliedFullWidth(by: c2)
      (c0, c1, c2, c3) = (high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0)
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
    }
    return (UInt64(c0) << 32 | UInt64(c1), UInt64(c2) << 32 | UInt64(c3))
  }

  /// Returns a number in 0 ..< 1, a multiple of 2⁻²⁴ (exact in f32).
  public func uniform(_ index: Int) -> Double { Double(bits(index).0 >> 40) * 0x1p-24 }

  /// Returns a number of the standard normal distribution (Box and Muller, 1958).
  public func normal(_ index: Int) -> Double {
    let (a, b) = bits(index)
    let radius = (-2 * log((Double(a >> 11) + 1) * 0x1p-53)).squareRoot()
    return radius * cos(2 * .pi * Double(b >> 11) * 0x1p-53)
  }
}
