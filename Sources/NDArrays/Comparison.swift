/// How far two arrays of equal extents are apart.
public struct Comparison: Sendable {
  /// The largest |x − y|; infinite where exactly one of them is NaN.
  public private(set) var maxAbsolute = 0.0
  /// The largest |x − y| / |y| where y ≠ 0.
  public private(set) var maxRelative = 0.0
  /// The largest distance in representable values of the coarser of both float types.
  public private(set) var maxULP: UInt64 = 0
  /// The largest |y|.
  public private(set) var maxReference = 0.0
  /// The coordinates of the largest absolute difference; nil where all elements are equal.
  public private(set) var worst: [Int]?
  /// The number of elements that differ.
  public private(set) var differing = 0

  /// Compares `x` with the reference `y`.
  ///
  /// - Requires: equal extents.
  public init(_ x: NDArray, to y: NDArray) {
    precondition(x.extents == y.extents, "\(x.extents) does not compare to \(y.extents)")
    let type = x.elementType.byteCount < y.elementType.byteCount ? x.elementType : y.elementType
    let (left, right) = (x.asDoubles(), y.asDoubles())
    var worstOffset = 0
    for i in left.indices {
      let (a, b) = (left[i], right[i])
      if b.isFinite { maxReference = max(maxReference, abs(b)) }
      if a == b || (a.isNaN && b.isNaN) { continue }
      differing += 1
      let distance = a.isNaN || b.isNaN ? .infinity : abs(a - b)
      if distance > maxAbsolute || worst == nil { (worstOffset, worst) = (i, []) }
      maxAbsolute = max(maxAbsolute, distance)
      if b != 0 { maxRelative = max(maxRelative, distance / abs(b)) }
      maxULP = max(maxULP, Self.ulps(a, b, type))
    }
    if worst != nil {
      worst = zip(Extents.strides(x.extents), x.extents).map { worstOffset / $0 % $1 }
    }
  }

  /// `true` iff every |x − y| ≤ absolute + relative · max|y|.
  public func isWithin(absolute: Double, relative: Double) -> Bool {
    maxAbsolute <= absolute + relative * maxReference
  }

  /// Returns the number of elements where |x − y| > absolute + relative · |y| and where x and y are
  /// more than `ulps` representable values apart.
  public static func count(
    _ x: NDArray, beyond y: NDArray, absolute: Double, relative: Double, ulps bound: UInt64 = 0
  ) -> Int {
    let type = x.elementType.byteCount < y.elementType.byteCount ? x.elementType : y.elementType
    let (left, right) = (x.asDoubles(), y.asDoubles())
    return left.indices.count { i in
      let (a, b) = (left[i], right[i])
      if a == b || (a.isNaN && b.isNaN) { return false }
      if b.isFinite && abs(a - b) <= absolute + relative * abs(b) { return false }
      return ulps(a, b, type) > bound
    }
  }

  /// Returns the Dice coefficient 2·|A ∩ B| / (|A| + |B|) of the elements that are not 0; 1 where
  /// there are none.
  public static func dice(_ x: NDArray, _ y: NDArray) -> Double {
    let (left, right) = (x.asDoubles(), y.asDoubles())
    var (both, sum) = (0, 0)
    for i in left.indices {
      both += left[i] != 0 && right[i] != 0 ? 1 : 0
      sum += (left[i] != 0 ? 1 : 0) + (right[i] != 0 ? 1 : 0)
    }
    return sum == 0 ? 1 : 2 * Double(both) / Double(sum)
  }

  private static func ulps(_ a: Double, _ b: Double, _ type: ElementType) -> UInt64 {
    if a.isNaN || b.isNaN { return .max }
    /// Signed magnitudes on one line, so that the distance of their positions counts values.
    func position(_ x: Double) -> Int64 {
      let (bits, sign): (Int64, Bool) =
        switch type {
        case .f16: (Int64(Float16(abs(x)).bitPattern), x < 0)
        case .bf16: (Int64(BFloat16(abs(x)).bitPattern), x < 0)
        case .f32: (Int64(Float(abs(x)).bitPattern), x < 0)
        case .f64: (Int64(abs(x).bitPattern), x < 0)
        default: (Int64(saturating: abs(x)), x < 0)
        }
      return sign ? -bits : bits
    }
    let (p, q) = (position(a), position(b))
    let (distance, overflows) = p.subtractingReportingOverflow(q)
    return overflows ? .max : distance.magnitude
  }
}
