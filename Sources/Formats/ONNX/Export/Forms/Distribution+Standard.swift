import GraphIR
import NDArrays

extension Exchange: StandardForm {
  func standard(_ call: StandardCall) -> String { call.node("Identity", call.operands) }
}

extension Assemble: StandardForm {
  /// All operands are the same tensor.
  func standard(_ call: StandardCall) -> String { call.node("Identity", [call[0]]) }
}

extension Fused: StandardForm {
  func standard(_ call: StandardCall) throws(Diagnostic) -> String {
    var names = [String](repeating: "", count: body.nodes.count)
    for (input, operand) in zip(inputs, call.operands) { names[input.index] = operand }
    for (index, node) in body.nodes.enumerated() where !(node.op is Input) {
      names[index] = try call.nodes.append(
        node.op, node.operands.map { names[$0.index] }, node.operands.map { body[$0].type },
        node.type)
    }
    return names[body.outputs[0].value.index]
  }
}
