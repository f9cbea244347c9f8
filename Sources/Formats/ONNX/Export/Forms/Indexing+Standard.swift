import GraphIR
import NDArrays

extension Gather: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let (type, extent) = (call.types[1].elementType, call.types[0].extents[axis])
    // The standard has no value for an index that is outside. Numbers of u64 are cut off first,
    // since large ones are not in i64.
    let wide: ElementType = type == .u64 ? .u64 : .i64
    let last = call.number(Double(max(extent - 1, 0)), wide, "last")
    let below = call.node("Min", [call.cast(call[1], type, to: wide), last])
    let first = call.number(Double(-extent), .i64, "first")
    let inside = call.node("Max", [call.cast(below, wide, to: .i64), first])
    return call.node("Gather", [call[0], inside], [.int("axis", axis)])
  }
}

extension Take: StandardForm {
  func standard(_ call: StandardCall) -> String {
    call.node("Gather", [call[0], call.integers(indices, "indices")], [.int("axis", axis)])
  }
}

extension Select: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.result.elementType
    // Runtimes select few types of integers.
    let wide: ElementType =
      type == .bool ? .u8 : [.i8, .i16, .u16, .u32, .u64].contains(type) ? .i64 : type
    let (a, b) = (call.cast(call[1], type, to: wide), call.cast(call[2], type, to: wide))
    return call.cast(call.node("Where", [call[0], a, b]), wide, to: type)
  }
}

extension Compare: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.types[0].elementType
    let isOrder = comparison != .equal && comparison != .notEqual
    let wide: ElementType =
      type.isNarrowInteger ? .i64 : type == .bool && isOrder ? .i32 : type
    let operands = zip(call.operands, call.types).map {
      call.cast($0, $1.elementType, to: wide)
    }
    switch comparison {
    case .equal: return call.node("Equal", operands)
    case .notEqual: return call.node("Not", [call.node("Equal", operands)])
    case .less: return call.node("Less", operands)
    case .lessOrEqual: return call.node("LessOrEqual", operands)
    case .greater: return call.node("Greater", operands)
    case .greaterOrEqual: return call.node("GreaterOrEqual", operands)
    }
  }
}

extension Cast: StandardForm {
  func standard(_ call: StandardCall) -> String {
    call.node("Cast", call.operands, [.int("to", elementType.onnx.rawValue)])
  }
}

extension OneHot: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.types[0].elementType
    let indices = call.cast(call[0], type, to: .i64)
    let positions = call.nodes.constant(
      NDArray(
        narrowing: (0..<Int64(depth)).map { $0 }, to: .i64,
        [depth] + [Int](repeating: 1, count: call.result.rank - 1 - axis)), "positions")
    let extended = call.node("Unsqueeze", [indices, call.integers([axis], "axes")])
    let isEqual = call.node("Equal", [extended, positions])
    return call.cast(isEqual, .bool, to: elementType)
  }
}
