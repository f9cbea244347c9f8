import NDArrays
import Testing

@Suite struct `bfloat16` {
  @Test(
    arguments: [
      (0.0, 0x0000), (-0.0, 0x8000), (1, 0x3F80), (-1.5, 0xBFC0), (.infinity, 0x7F80),
      (-.infinity, 0xFF80), (0x1p-133, 0x0001), (0x1p-126, 0x0080), (0x1.fep127, 0x7F7F),
    ] as [(Double, UInt16)])
  func `holds representable values exactly`(_ value: Double, _ bits: UInt16) {
    #expect(BFloat16(value).bitPattern == bits)
    #expect(Double(BFloat16(bitPattern: bits)).bitPattern == value.bitPattern)
  }

  @Test(
    arguments: [
      // Halfway between two neighbours: the one whose last bit is 0.
      (0x1.01p0, 0x3F80), (0x1.03p0, 0x3F82), (0x1.05p0, 0x3F82), (-0x1.01p0, 0xBF80),
      // Above and below the middle.
      (0x1.0100001p0, 0x3F81), (0x1.00fffffp0, 0x3F80),
      // The largest finite value, and what is rounded beyond it.
      (0x1.fefffffp127, 0x7F7F), (0x1.ffp127, 0x7F80), (1e300, 0x7F80), (-1e300, 0xFF80),
      // Below the smallest positive value.
      (0x1p-134, 0x0000), (0x1.8p-134, 0x0001), (0x1.8p-133, 0x0002), (1e-300, 0x0000),
      (-1e-300, 0x8000),
    ] as [(Double, UInt16)])
  func `rounds to the nearest value, ties to even`(_ value: Double, _ bits: UInt16) {
    #expect(BFloat16(value).bitPattern == bits)
  }

  @Test(
    arguments: [
      // A first rounding to 24 bits would make a tie of each.
      (0x1.0100000000001p0, 0x3F81), (0x1.02fffffffffffp0, 0x3F81), (-0x1.0100000000001p0, 0xBF81),
      (0x1.0000000000001p-134, 0x0001), (0x1.00fffffffffffp0, 0x3F80),
    ] as [(Double, UInt16)])
  func `rounds once`(_ value: Double, _ bits: UInt16) {
    #expect(BFloat16(value).bitPattern == bits)
  }

  @Test func `stays NaN`() {
    #expect(Double(BFloat16(.nan)).isNaN)
    #expect(Double(BFloat16(Double(nan: 1, signaling: false))).isNaN)
    #expect(Double(BFloat16(-.signalingNaN)).isNaN)
  }

  @Test func `is what it was after a way through double`() {
    for bits in UInt16.min...UInt16.max {
      let value = Double(BFloat16(bitPattern: bits))
      if !value.isNaN { #expect(BFloat16(value).bitPattern == bits) }
    }
  }
}
