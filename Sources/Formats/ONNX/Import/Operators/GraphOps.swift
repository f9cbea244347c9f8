import GraphIR
import ONNXMessages

extension GraphDomain {
  /// Returns how a call of one of our own ops is lowered: to this op; nil for another node, or an
  /// op that is not known, whose function computes it.
  static func op(of node: NodeProto) -> ONNXOperator? {
    if node.domain != name || !AllOps.isSpelling(node.opType) { return nil }
    return ONNXOperator(node.opType) { (call) throws(Diagnostic) in
      let operands = try call.operands.isEmpty ? [] : call.allOperands()
      let attributes = call.node.attribute.compactMap { call.attributes[$0.name] }
      let op = try op(call.node.opType, attributes, rank: operands.first?.rank ?? 0)
      return call.builder.append(op, operands)
    }
  }
}
