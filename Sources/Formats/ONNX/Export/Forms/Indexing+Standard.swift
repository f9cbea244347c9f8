import GraphIR
import NDArrays

extension Gather: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let indices = call.cast(call[1], call.types[1].elementType, to: .i64)
    let extent = call.types[0].extents[axis]
    func bound(_ value: Int, _ role: String) -> String { call.number(Double(value), .i64, role) }
    // The standard has no value for an index that is outside.
    let inside = call.node(
      "Clip", [indices, bound(-extent, "min"), bound(max(extent - 1, 0), "max")])
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
