extension NDArray {
  /// Returns the elements converted to another type.
  ///
  /// Floats and integers become floats by one rounding to nearest, ties to even. Floats become
  /// integers by rounding toward zero, saturated, NaN to 0. Integers become other integers by their
  /// lowest bits. Anything but 0 becomes true; true becomes 1.
  public func converted(to type: ElementType) -> NDArray {
    if type == elementType { return self }
    if elementType.isFloatingPoint {
      let values: [Double] = widened()
      return NDArray(narrowing: values, to: type, extents)
    }
    let values: [Int64] = widened()
    if elementType == .u64 && type.isFloatingPoint {
      let floats = values.map { value in
        let value = UInt64(bitPattern: value)
        return type == .f64 ? Double(value) : Double(roundingToOdd: value)
      }
      return NDArray(narrowing: floats, to: type, extents)
    }
    return NDArray(narrowing: values, to: type, extents)
  }
}

extension Double {
  /// The integer itself where it is representable, else the neighbour whose last bit is 1: a second
  /// rounding, to a type of 51 bits or fewer, then gives what one rounding would (Boldo and Melquiond,
  /// 2008).
  init(roundingToOdd value: UInt64) {
    let excess = max(0, 11 - value.leadingZeroBitCount)
    let kept = value >> UInt64(excess)
    let isExact = kept << UInt64(excess) == value
    self = Double(isExact ? kept : kept | 1) * Double(1 << excess)
  }
}
