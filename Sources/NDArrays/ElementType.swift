/// The type of one array element.
public enum ElementType: String, CaseIterable, Codable, Hashable, Sendable {
  case f16, bf16, f32, f64
  case i8, i16, i32, i64
  case u8, u16, u32, u64
  case bool

  /// The size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .i8, .u8, .bool: 1
    case .f16, .bf16, .i16, .u16: 2
    case .f32, .i32, .u32: 4
    case .f64, .i64, .u64: 8
    }
  }

  /// `true` iff values have a fraction.
  public var isFloatingPoint: Bool {
    switch self {
    case .f16, .bf16, .f32, .f64: true
    default: false
    }
  }

  /// `true` iff the type is an integer without negative values (bool is not an integer).
  public var isUnsigned: Bool {
    switch self {
    case .u8, .u16, .u32, .u64: true
    default: false
    }
  }

  /// `true` iff the type is a signed or an unsigned integer.
  public var isInteger: Bool { !isFloatingPoint && self != .bool }
}
