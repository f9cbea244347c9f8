import GraphIR

extension Pass {
  /// Drops what no output or update depends on.
  ///
  ///     %x = input @x : f32[4]
  ///     %a = exp(%x) : f32[4]        // dropped
  ///     %y = tanh(%x) : f32[4]
  ///     output @y = %y
  ///
  /// Inputs stay, used or not: they are the interface. A parameter stays while something uses or
  /// updates it. The outputs of prepared graphs that are no longer parameters go, then what only
  /// they needed.
  ///
  /// Assumes nothing. Every other pass leaves dead nodes to this one.
  public static let eliminateDeadCode = Pass(
    "eliminate-dead-code", "drops what no output or update depends on"
  ) { (graph) throws(Diagnostic) in
    var result = try graph.keepingLive()
    var needed = result.parameterNames
    var prepared: [Graph] = []
    for graph in result.prepare.reversed() {
      let live = try graph.keepingOutputs(needed).keepingLive()
      needed.formUnion(live.parameterNames)
      if !live.outputs.isEmpty { prepared.append(live) }
    }
    result.prepare = prepared.reversed()
    return result
  }
}

extension Graph {
  /// Returns the graph with inputs and live nodes only.
  fileprivate func keepingLive() throws(Diagnostic) -> Graph {
    let uses = Uses(self)
    let updated = Set(updates.map(\.name))
    return try keeping { value in
      if uses.isLive[value.index] || self[value].op is Input { return true }
      return (self[value].op as? Parameter).map { updated.contains($0.name) } ?? false
    }
  }

  /// Returns the graph without the outputs that have other names.
  fileprivate func keepingOutputs(_ names: Set<String>) throws(Diagnostic) -> Graph {
    var result = try Graph(name: name).appending(nodesOf: self)
    for output in outputs where names.contains(output.name) {
      result.output(output.name, output.value)
    }
    return result
  }

  private func appending(nodesOf other: Graph) throws(Diagnostic) -> Graph {
    var result = self
    for node in other.nodes {
      try result.append(node.op, node.operands, name: node.name, at: node.site)
    }
    return result
  }

  /// The names of the parameters.
  fileprivate var parameterNames: Set<String> {
    Set(nodes.compactMap { ($0.op as? Parameter)?.name })
  }
}
