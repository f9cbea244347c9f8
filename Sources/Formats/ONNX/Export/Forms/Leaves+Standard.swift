import GraphIR
import NDArrays

extension Constant: StandardForm {
  func standard(_ call: StandardCall) -> String {
    call.node("Constant", [], [.tensor("value", value)])
  }
}

extension Iota: StandardForm {
  func standard(_ call: StandardCall) -> String {
    var extents = [Int](repeating: 1, count: type.rank - axis)
    extents[0] = type.extents[axis]
    let numbers = NDArray(
      narrowing: (0..<type.extents[axis]).map { Int64($0) }, to: .i64, extents)
    let value = call.cast(call.nodes.constant(numbers, "positions"), .i64, to: type.elementType)
    return call.node("Expand", [value, call.integers(type.extents, "shape")])
  }
}

extension Random: StandardForm {
  /// The most numbers that a file holds.
  private static let limit = 1 << 26

  /// The numbers themselves: they depend on nothing but the attributes.
  func standard(_ call: StandardCall) throws(Diagnostic) -> String {
    if type.count > Self.limit {
      throw Diagnostic(
        "random: \(type) has \(type.count) numbers, which are part of an ONNX file, expected at "
          + "most \(Self.limit)")
    }
    return call.node("Identity", [call.nodes.constant(evaluate([], over: type.whole), "numbers")])
  }
}
