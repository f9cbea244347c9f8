import GraphIR
import NDArrays

extension BlockSum: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.result.elementType
    let wide: ElementType = type.isNarrowInteger || type == .u64 ? .i64 : type
    let (x, extents) = (call.types[0], call.types[0].extents)
    var value = call.cast(call[0], x.elementType, to: wide)
    let block = zip(block, extents).map { min($0, max($1, 1)) }
    let counts = call.result.extents
    let missing = extents.indices.map { counts[$0] * block[$0] - extents[$0] }
    if missing.contains(where: { $0 != 0 }) {
      let pads = [Int](repeating: 0, count: extents.count) + missing
      value = call.node("Pad", [value, call.integers(pads, "pads")], [.string("mode", "constant")])
    }
    let split = zip(counts, block).flatMap { [$0, $1] }
    let axes = extents.indices.filter { block[$0] > 1 }.map { 2 * $0 + 1 }
    let sums = call.reduce("ReduceSum", call.reshape(value, split), axes)
    return call.cast(call.reshape(sums, counts), wide, to: type)
  }
}

extension StandardCall {
  /// Returns a sum over axes, which remain; runtimes sum few types of integers.
  fileprivate func sum(_ value: String, _ type: ElementType, _ axes: [Int]) -> String {
    let wide: ElementType = type.isNarrowInteger || type == .u64 ? .i64 : type
    return cast(reduce("ReduceSum", cast(value, type, to: wide), axes), wide, to: type)
  }
}

extension TreeSum: StandardForm {
  func standard(_ call: StandardCall) -> String {
    call.sum(call[0], call.result.elementType, axes)
  }
}

extension TreeRoots: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let roots = AxisParts(rootsBetween: cuts, extent: call.types[0].extents[axis]).intervals
    if roots.isEmpty { return call.part(call[0], axis, 0..<0) }
    let sums = roots.map {
      call.sum(call.part(call[0], axis, $0), call.result.elementType, [axis])
    }
    return call.node("Concat", sums, [.int("axis", axis)])
  }
}

extension TreeJoin: StandardForm {
  func standard(_ call: StandardCall) -> String {
    call.sum(call[0], call.result.elementType, [axis])
  }
}

extension Reduce: StandardForm {
  func standard(_ call: StandardCall) -> String {
    function.standard(call[0], call.types[0], axes, call)
  }
}

extension Reduce.Function {
  /// Returns the reduction of a value over axes, which remain.
  func standard(_ value: String, _ x: TensorType, _ axes: [Int], _ call: StandardCall) -> String {
    let type = x.elementType
    if axes.isEmpty { return call.node("Identity", [value]) }
    if axes.contains(where: { x.extents[$0] == 0 }) { return nothing(x, axes, call) }
    if self == .and || self == .or { return logical(value, x, axes, call) }
    let name = ["maximum": "ReduceMax", "minimum": "ReduceMin"][rawValue] ?? "ReduceProd"
    // bool has no maximum before opset 20 in all runtimes, and narrow integers none in some.
    let wide: ElementType =
      type == .bool ? .i32 : type.isNarrowInteger || type == .u64 ? .i64 : type
    return call.cast(call.reduce(name, call.cast(value, type, to: wide), axes), wide, to: type)
  }

  /// Returns what the reduction makes of no elements; runtimes differ on that.
  private func nothing(_ x: TensorType, _ axes: [Int], _ call: StandardCall) -> String {
    let element = Reduce(function: self, axes: [0]).evaluate(
      [PlacedArray(NDArray(zeros: x.elementType, [0]))], over: Region(whole: [1]))
    let extents = x.extents.enumerated().map { axes.contains($0) ? 1 : $1 }
    return call.node(
      "Expand",
      [call.nodes.constant(element.reshaped([]), "nothing"), call.integers(extents, "shape")])
  }

  /// Returns all bits that every element has, or any: of bool the extreme; of integers those of
  /// each bit.
  private func logical(_ value: String, _ x: TensorType, _ axes: [Int], _ call: StandardCall)
    -> String
  {
    let name = self == .and ? "ReduceMin" : "ReduceMax"
    if x.elementType == .bool {
      return call.cast(
        call.reduce(name, call.cast(value, .bool, to: .i32), axes), .i32, to: .bool)
    }
    let powers = (0..<64).map { Int64(truncatingIfNeeded: UInt64(1) << UInt64($0)) }
    let bits = call.nodes.constant(
      NDArray(narrowing: powers, to: .i64, [64] + x.extents.map { _ in 1 }), "bits")
    let wide = call.cast(value, x.elementType, to: .i64)
    let parts = call.node("Unsqueeze", [wide, call.integers([0], "axes")])
    let isSet = call.node("Equal", [call.node("BitwiseAnd", [parts, bits]), bits])
    let reduced = call.reduce(name, call.cast(isSet, .bool, to: .i32), axes.map { $0 + 1 })
    let flags = call.cast(reduced, .i32, to: .i64)
    let extents = x.extents.enumerated().map { axes.contains($0) ? 1 : $1 }
    // A product of matrices, because runtimes round sums of large integers.
    let row = call.nodes.constant(NDArray(narrowing: powers, to: .i64, [1, 64]), "powers")
    let sum = call.node("MatMul", [row, call.reshape(flags, [64, extents.reduce(1, *)])])
    return call.cast(call.reshape(sum, extents), .i64, to: x.elementType)
  }
}

extension PartialReduce: StandardForm {
  func standard(_ call: StandardCall) -> String {
    var (value, type) = (call[0], call.types[0])
    for (axis, cuts) in zip(axes, cuts) {
      let segments = AxisParts(between: cuts, extent: type.extents[axis]).intervals
      let parts = segments.map { segment in
        var extents = type.extents
        extents[axis] = segment.count
        return function.standard(
          call.part(value, axis, segment), TensorType(type.elementType, extents), [axis], call)
      }
      value = call.node("Concat", parts, [.int("axis", axis)])
      var extents = type.extents
      extents[axis] = segments.count
      type = TensorType(type.elementType, extents)
    }
    // A node even where there is no axis.
    return axes.isEmpty ? call.node("Identity", [value]) : value
  }
}

extension ArgReduce: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.types[0].elementType
    let isDirect = type.isFloatingPoint || type == .i32 || type == .i64
    let value = isDirect ? call[0] : call.cast(call[0], type, to: .i64)
    return call.node(
      function == .maximum ? "ArgMax" : "ArgMin", [value],
      [.int("axis", axis), .int("keepdims", 1), .flag("select_last_index", lastIndex)])
  }
}

extension CumulativeSum: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.result.elementType
    let wide: ElementType = type.isNarrowInteger || type == .u64 ? .i64 : type
    let sum = call.node(
      "CumSum",
      [
        call.cast(call[0], type, to: wide),
        call.nodes.constant(NDArray(narrowing: [Int64(axis)], to: .i64, []), "axis"),
      ], [.flag("exclusive", exclusive), .flag("reverse", reverse)])
    return call.cast(sum, wide, to: type)
  }
}

extension Softmax: StandardForm {
  func standard(_ call: StandardCall) -> String {
    if axes.count == 1 { return call.node("Softmax", call.operands, [.int("axis", axes[0])]) }
    let powers = call.node("Exp", [call.shifted(axes)])
    return call.node("Div", [powers, call.reduce("ReduceSum", powers, axes)])
  }
}

extension LogSoftmax: StandardForm {
  func standard(_ call: StandardCall) -> String {
    if axes.count == 1 { return call.node("LogSoftmax", call.operands, [.int("axis", axes[0])]) }
    let shifted = call.shifted(axes)
    let sum = call.reduce("ReduceSum", call.node("Exp", [shifted]), axes)
    return call.node("Sub", [shifted, call.node("Log", [sum])])
  }
}

extension StandardCall {
  /// Returns the operand minus its maximum over axes, so that no exponential overflows.
  fileprivate func shifted(_ axes: [Int]) -> String {
    node("Sub", [self[0], reduce("ReduceMax", self[0], axes)])
  }
}
