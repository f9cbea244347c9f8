import GraphIR
import NDArrays

/// An op that operators of the standard compute.
protocol StandardForm: Op {
  /// Appends nodes that compute the op, and returns the name of the result.
  func standard(_ call: StandardCall) throws(Diagnostic) -> String

  /// Appends nodes that compute the op where its standard form does not.
  func general(_ call: StandardCall) throws(Diagnostic) -> String
}

extension StandardForm {
  /// The standard form is the general one.
  func general(_ call: StandardCall) throws(Diagnostic) -> String { try standard(call) }
}

/// An op applied to values, as its standard form sees it.
struct StandardCall {
  /// What is appended to.
  let nodes: StandardNodes
  /// The names of the operands.
  let operands: [String]
  /// Their types.
  let types: [TensorType]
  /// The type of the result.
  let result: TensorType

  /// The name of an operand.
  subscript(position: Int) -> String { operands[position] }

  /// Appends a node and returns the name of its result.
  func node(_ name: String, _ operands: [String], _ attributes: [NodeAttribute] = []) -> String {
    nodes.append(name, operands, attributes)
  }

  /// Returns the name of a list of integers.
  func integers(_ values: [Int], _ role: String) -> String { nodes.integers(values, role) }

  /// Returns the name of a number without dimensions.
  func number(_ value: Double, _ type: ElementType, _ role: String = "number") -> String {
    nodes.constant(NDArray(type, [], [value]), role)
  }

  /// Returns the name of a value with other elements; its own where it has them already.
  func cast(_ value: String, _ from: ElementType, to type: ElementType) -> String {
    from == type ? value : node("Cast", [value], [.int("to", type.onnx.rawValue)])
  }

  /// Returns the name of a value with other extents.
  func reshape(_ value: String, _ extents: [Int]) -> String {
    // An extent of 0 means 0 here, not that of the operand.
    node(
      "Reshape", [value, integers(extents, "shape")],
      extents.contains(0) ? [.int("allowzero", 1)] : [])
  }

  /// Returns the name of a part of a value along one dimension.
  func part(_ value: String, _ axis: Int, _ range: Range<Int>) -> String {
    node(
      "Slice",
      [
        value, integers([range.lowerBound], "starts"), integers([range.upperBound], "ends"),
        integers([axis], "axes"),
      ])
  }

  /// Returns the name of a reduction that keeps its dimensions.
  func reduce(_ name: String, _ value: String, _ axes: [Int]) -> String {
    // Without axes nothing is reduced, not everything.
    node(
      name, [value, integers(axes, "axes")],
      [.int("keepdims", 1)] + (axes.isEmpty ? [.int("noop_with_empty_axes", 1)] : []))
  }

  /// Returns the call with the elements of some operands, and of the result, of another type.
  func casting(to type: ElementType) -> StandardCall {
    StandardCall(
      nodes: nodes,
      operands: zip(operands, types).map { cast($0, $1.elementType, to: type) },
      types: types.map { TensorType(type, $0.extents) }, result: TensorType(type, result.extents))
  }
}

extension StandardNodes {
  /// Appends the general form of an op, and returns the name of the result; throws where there is
  /// none.
  func append(
    _ op: any Op, _ operands: [String], _ types: [TensorType], _ result: TensorType
  ) throws(Diagnostic) -> String {
    guard let form = op as? any StandardForm else {
      throw Diagnostic("\(AllOps.spelling(op)): has no form in ONNX")
    }
    return try form.general(
      StandardCall(nodes: self, operands: operands, types: types, result: result))
  }
}

extension ElementType {
  /// `true` iff runtimes compute with integers of this type only after a conversion to i64.
  var isNarrowInteger: Bool {
    switch self {
    case .i8, .i16, .u8, .u16, .u32: true
    case .f32, .f64, .f16, .bf16, .i32, .i64, .u64, .bool: false
    }
  }
}
