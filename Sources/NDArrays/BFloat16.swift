/// A float of 8 exponent and 8 significand bits: the upper half of a `Float`.
public struct BFloat16: Hashable, Sendable, BitwiseCopyable {
  /// The upper 16 bits of the `Float` with the same value.
  public let bitPattern: UInt16

  /// The value whose upper `Float` half is `bitPattern`.
  @inlinable public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// The nearest representable value, ties to even.
  ///
  /// The step through `Float` rounds to odd, so that the two roundings equal one.
  @inlinable public init(_ value: Double) {
    let single = Float(value)
    var bits = single.bitPattern
    if single.isNaN {
      bitPattern = UInt16(truncatingIfNeeded: bits >> 16) | 0x40
      return
    }
    if Double(single) != value && single.isFinite {
      if abs(Double(single)) > abs(value) { bits -= 1 }
      bits |= 1
    }
    let roundingBias: UInt32 = 0x7FFF + ((bits >> 16) & 1)
    bitPattern = UInt16(truncatingIfNeeded: (bits &+ roundingBias) >> 16)
  }
}

extension Double {
  /// The exact value of a bfloat16.
  @inlinable public init(_ value: BFloat16) {
    self = Double(Float(bitPattern: UInt32(value.bitPattern) << 16))
  }
}
