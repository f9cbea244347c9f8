import NDArrays
import ONNXMessages

extension ElementType {
  /// The element type of an ONNX data type; nil where graphs have none like it (strings, complex
  /// numbers, and numbers below 8 bits or of the 8-bit float types).
  package init?(onnx type: Int) {
    switch TensorProto.DataType(rawValue: type) {
    case .float: self = .f32
    case .double: self = .f64
    case .float16: self = .f16
    case .bfloat16: self = .bf16
    case .int8: self = .i8
    case .int16: self = .i16
    case .int32: self = .i32
    case .int64: self = .i64
    case .uint8: self = .u8
    case .uint16: self = .u16
    case .uint32: self = .u32
    case .uint64: self = .u64
    case .bool: self = .bool
    default: return nil
    }
  }

  /// The ONNX data type.
  package var onnx: TensorProto.DataType {
    switch self {
    case .f32: .float
    case .f64: .double
    case .f16: .float16
    case .bf16: .bfloat16
    case .i8: .int8
    case .i16: .int16
    case .i32: .int32
    case .i64: .int64
    case .u8: .uint8
    case .u16: .uint16
    case .u32: .uint32
    case .u64: .uint64
    case .bool: .bool
    }
  }

  /// The name of an ONNX data type, as the standard spells it.
  static func onnxName(_ type: Int) -> String {
    let names = [
      "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool",
      "float16", "double", "uint32", "uint64", "complex64", "complex128", "bfloat16",
      "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz", "uint4", "int4",
      "float4e2m1", "float8e8m0", "uint2", "int2",
    ]
    return names.indices.contains(type) ? names[type] : "data type \(type)"
  }
}
