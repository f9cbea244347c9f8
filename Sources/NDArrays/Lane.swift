/// A type that the definitions of operations compute in: `Double` for floats, `Int64` for integers
/// and bool (u64 by its bits).
///
/// A definition converts its operands to the lane, computes, and rounds once at the end.
public protocol Lane: BitwiseCopyable, Comparable, Sendable {
  /// The zero that sums start from.
  static var zero: Self { get }
  /// The nearest value of the lane.
  init(_ value: Double)
  /// Returns the sum (integers wrap).
  static func sum(_ left: Self, _ right: Self) -> Self
  /// Returns the product (integers wrap).
  static func product(_ left: Self, _ right: Self) -> Self
  /// Returns the elements of an array, converted exactly.
  static func widen(_ array: NDArray) -> [Self]
  /// Rounds or truncates values into the elements of an array.
  static func narrow(_ values: [Self], into array: inout NDArray)
}

extension Double: Lane {
  @inlinable public static func sum(_ left: Double, _ right: Double) -> Double { left + right }
  @inlinable public static func product(_ left: Double, _ right: Double) -> Double { left * right }
  public static func widen(_ array: NDArray) -> [Double] { array.widenedFloats() }
  public static func narrow(_ values: [Double], into array: inout NDArray) {
    array.storeFloats(values)
  }
}

extension Int64: Lane {
  @inlinable public static func sum(_ left: Int64, _ right: Int64) -> Int64 { left &+ right }
  @inlinable public static func product(_ left: Int64, _ right: Int64) -> Int64 { left &* right }
  public static func widen(_ array: NDArray) -> [Int64] { array.widenedIntegers() }
  public static func narrow(_ values: [Int64], into array: inout NDArray) {
    array.storeIntegers(values)
  }
}

extension NDArray {
  /// Returns the elements, converted exactly.
  ///
  /// - Requires: `Double` for a float type, `Int64` for any other.
  public func widened<L: Lane>(to lane: L.Type = L.self) -> [L] { L.widen(self) }

  /// Returns the elements as doubles, rounding 64-bit integers.
  public func asDoubles() -> [Double] {
    if elementType.isFloatingPoint { return widened() }
    let integers: [Int64] = widened()
    if elementType == .u64 { return integers.map { Double(UInt64(bitPattern: $0)) } }
    return integers.map(Double.init)
  }

  /// The array with the given lane values, each rounded or truncated to `elementType`.
  ///
  /// Floats become integers by rounding toward zero, saturated, NaN to 0; any but 0 becomes true.
  public init<L: Lane>(narrowing values: [L], to elementType: ElementType, _ extents: [Int]) {
    self.init(uninitialized: elementType, extents)
    precondition(values.count == count, "\(values.count) values do not fill \(extents)")
    L.narrow(values, into: &self)
  }

  fileprivate func widenedFloats() -> [Double] {
    func load<T: BitwiseCopyable>(_: T.Type, _ convert: (T) -> Double) -> [Double] {
      withUnsafeBytes { bytes in
        bytes.assumingMemoryBound(to: T.self).map(convert)
      }
    }
    switch elementType {
    case .f16: return load(Float16.self) { Double($0) }
    case .bf16: return load(BFloat16.self) { Double($0) }
    case .f32: return load(Float.self) { Double($0) }
    case .f64: return load(Double.self) { $0 }
    default: preconditionFailure("\(elementType.rawValue) is not a float")
    }
  }

  fileprivate func widenedIntegers() -> [Int64] {
    func load<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) -> [Int64] {
      withUnsafeBytes { bytes in
        bytes.assumingMemoryBound(to: T.self).map { Int64(truncatingIfNeeded: $0) }
      }
    }
    switch elementType {
    case .i8: return load(Int8.self)
    case .i16: return load(Int16.self)
    case .i32: return load(Int32.self)
    case .i64: return load(Int64.self)
    case .u8, .bool: return load(UInt8.self)
    case .u16: return load(UInt16.self)
    case .u32: return load(UInt32.self)
    case .u64: return load(UInt64.self)
    default: preconditionFailure("\(elementType.rawValue) is not an integer")
    }
  }

  fileprivate mutating func storeFloats(_ values: [Double]) {
    switch elementType {
    case .f16: store(values) { Float16($0) }
    case .bf16: store(values) { BFloat16($0) }
    case .f32: store(values) { Float($0) }
    case .f64: store(values) { $0 }
    case .i8: store(values) { Int8(saturating: $0) }
    case .i16: store(values) { Int16(saturating: $0) }
    case .i32: store(values) { Int32(saturating: $0) }
    case .i64: store(values) { Int64(saturating: $0) }
    case .u8: store(values) { UInt8(saturating: $0) }
    case .u16: store(values) { UInt16(saturating: $0) }
    case .u32: store(values) { UInt32(saturating: $0) }
    case .u64: store(values) { UInt64(saturating: $0) }
    case .bool: store(values) { $0 != 0 ? UInt8(1) : 0 }
    }
  }

  fileprivate mutating func storeIntegers(_ values: [Int64]) {
    switch elementType {
    case .f16: store(values) { Float16($0) }
    case .bf16:
      store(values) {
        let magnitude = Double(roundingToOdd: $0.magnitude)
        return BFloat16($0 < 0 ? -magnitude : magnitude)
      }
    case .f32: store(values) { Float($0) }
    case .f64: store(values) { Double($0) }
    case .i8: store(values) { Int8(truncatingIfNeeded: $0) }
    case .i16: store(values) { Int16(truncatingIfNeeded: $0) }
    case .i32: store(values) { Int32(truncatingIfNeeded: $0) }
    case .i64, .u64: store(values) { $0 }
    case .u8: store(values) { UInt8(truncatingIfNeeded: $0) }
    case .u16: store(values) { UInt16(truncatingIfNeeded: $0) }
    case .u32: store(values) { UInt32(truncatingIfNeeded: $0) }
    case .bool: store(values) { $0 != 0 ? UInt8(1) : 0 }
    }
  }

  private mutating func store<S, T: BitwiseCopyable>(_ values: [S], _ convert: (S) -> T) {
    withUnsafeMutableBytes { bytes in
      let target = bytes.assumingMemoryBound(to: T.self)
      for i in values.indices { target[i] = convert(values[i]) }
    }
  }
}

extension FixedWidthInteger {
  /// The value rounded toward zero, cut to the range of the type; 0 for NaN.
  @inlinable init(saturating value: Double) {
    if value.isNaN {
      self = 0
    } else if value >= Double(Self.max) {
      self = .max
    } else if value <= Double(Self.min) {
      self = .min
    } else {
      self = Self(value)
    }
  }
}
