extension Fused {
  /// Returns the same step without fused ops in its body.
  static func flattened(_ op: Fused) throws(Diagnostic) -> Fused {
    var flat = Graph(name: op.body.name)
    let output = try flat.append(contentsOf: op.body, inputs: nil)
    flat.output(op.body.outputs[0].name, output)
    return Fused(body: flat)
  }
}

extension Graph {
  /// Adds the nodes of a body, and of the bodies of its fused ops, and returns its output; its inputs
  /// are the given values, or else inputs of this graph.
  fileprivate mutating func append(contentsOf body: Graph, inputs: [Value]?) throws(Diagnostic)
    -> Value
  {
    var mapped: [Value] = []
    var inputCount = 0
    for node in body.nodes {
      let operands = node.operands.map { mapped[$0.index] }
      if let inputs, node.op is Input {
        mapped.append(inputs[inputCount])
        inputCount += 1
      } else if let fused = node.op as? Fused {
        mapped.append(try append(contentsOf: fused.body, inputs: operands))
      } else {
        mapped.append(try append(node.op, operands, name: nil, at: node.site))
      }
    }
    return mapped[body.outputs[0].value.index]
  }
}
