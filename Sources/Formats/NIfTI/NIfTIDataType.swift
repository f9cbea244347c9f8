import NDArrays

extension NIfTIHeader {
  /// The types of voxels that are read and written, by their code in the standard.
  enum DataType: Int16 {
    case u8 = 2
    case i16 = 4
    case i32 = 8
    case f32 = 16
    case f64 = 64
    case i8 = 256
    case u16 = 512
    case u32 = 768
    case i64 = 1024
    case u64 = 1280

    /// The code of a type; nil for one that NIfTI has not.
    init?(_ type: ElementType) {
      switch type {
      case .u8: self = .u8
      case .i16: self = .i16
      case .i32: self = .i32
      case .f32: self = .f32
      case .f64: self = .f64
      case .i8: self = .i8
      case .u16: self = .u16
      case .u32: self = .u32
      case .i64: self = .i64
      case .u64: self = .u64
      case .f16, .bf16, .bool: return nil
      }
    }

    /// The type in memory.
    var elementType: ElementType {
      switch self {
      case .u8: .u8
      case .i16: .i16
      case .i32: .i32
      case .f32: .f32
      case .f64: .f64
      case .i8: .i8
      case .u16: .u16
      case .u32: .u32
      case .i64: .i64
      case .u64: .u64
      }
    }

    /// Returns how the standard calls a code that is not read.
    static func name(_ code: Int16) -> String {
      switch code {
      case 0: "unknown"
      case 1: "1-bit"
      case 32: "complex64"
      case 128: "RGB24"
      case 1536: "float128"
      case 1792: "complex128"
      case 2048: "complex256"
      case 2304: "RGBA32"
      default: "no NIfTI-1 type"
      }
    }
  }
}
