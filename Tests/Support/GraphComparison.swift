import GraphIR

/// A comparison of two graphs up to the names and places of values, the order of nodes and how
/// parameters are initialised: from the outputs to the leaves, each node of one is one of the
/// other.
package struct GraphComparison {
  private let left: Graph
  private let right: Graph
  private var counterparts: [Value: Value] = [:]
  private var taken: Set<Value> = []

  private init(_ left: Graph, _ right: Graph) {
    self.left = left
    self.right = right
  }

  /// Returns the first difference; nil where there is none.
  package static func difference(_ left: Graph, _ right: Graph) -> String? {
    var comparison = GraphComparison(left, right)
    let inputs = [left, right].map { $0.nodes.compactMap { $0.op as? Input } }
    if inputs[0] != inputs[1] { return "inputs are \(inputs[0]) and \(inputs[1])" }
    let names = (left.outputs.map(\.name), right.outputs.map(\.name))
    if names.0 != names.1 { return "outputs are \(names.0) and \(names.1)" }
    for (a, b) in zip(left.outputs, right.outputs) {
      if let text = comparison.difference(a.value, b.value) { return text }
    }
    return nil
  }

  private mutating func difference(_ a: Value, _ b: Value) -> String? {
    if let earlier = counterparts[a] {
      return earlier == b ? nil : "\(left.spelling(a)) is two values on the right"
    }
    if !taken.insert(b).inserted { return "\(right.spelling(b)) is two values on the left" }
    counterparts[a] = b
    let (node, other) = (left[a], right[b])
    if !isEqual(node.op, other.op) || node.type != other.type
      || node.operands.count != other.operands.count
    {
      return "\(left.spelling(a)) = \(spelling(node)) but "
        + "\(right.spelling(b)) = \(spelling(other))"
    }
    for (operand, counterpart) in zip(node.operands, other.operands) {
      if let text = difference(operand, counterpart) { return text }
    }
    return nil
  }

  private func isEqual(_ a: any Op, _ b: any Op) -> Bool {
    if let a = a as? Parameter, let b = b as? Parameter { return a.name == b.name }
    return a.isEqual(to: b)
  }

  private func spelling(_ node: Node) -> String {
    "\(AllOps.spelling(node.op)) \(node.op.attributes(rank: node.operands.count)) : \(node.type)"
  }
}
