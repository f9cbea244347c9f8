import Passes

extension Graph {
  /// The inputs in the order of the model file.
  public var inputs: [Input] { nodes.compactMap { $0.op as? Input } }

  /// The parameters in the order of the model file.
  public var parameters: [Parameter] { nodes.compactMap { $0.op as? Parameter } }

  /// Returns the graph with only the named outputs and what they need; all where none is named.
  func keeping(outputs names: [String]) throws(Failure) -> Graph {
    if names.isEmpty { return self }
    for name in names where !outputs.contains(where: { $0.name == name }) {
      let known = outputs.map(\.name).joined(separator: ", ")
      throw Failure("the model has no output '\(name)', expected one of \(known)")
    }
    var kept = Graph(name: self.name)
    kept.mesh = mesh
    kept.prepare = prepare
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    for output in outputs where names.contains(output.name) { isNeeded[output.value.index] = true }
    for index in nodes.indices.reversed() where isNeeded[index] {
      for operand in nodes[index].operands { isNeeded[operand.index] = true }
    }
    var values = [Value?](repeating: nil, count: nodes.count)
    for (index, node) in nodes.enumerated() where isNeeded[index] {
      // Operands of needed nodes are needed.
      let operands = node.operands.map { values[$0.index]! }
      values[index] = try? kept.append(
        node.op, operands, name: node.name, at: node.site, placement: node.placement)
    }
    for output in outputs where names.contains(output.name) {
      // Marked above.
      kept.output(output.name, values[output.value.index]!)
    }
    return kept
  }

  /// The parameters that a weights file supplies: those of the prepared graphs, and those of this
  /// one that no prepared graph makes.
  var rawParameters: [Parameter] {
    var known = Set(prepare.flatMap { $0.outputs.map(\.name) })
    let all = prepare.flatMap(\.rawParameters) + parameters
    return all.filter { known.insert($0.name).inserted }
  }

  /// Returns the graph whose random ops draw from `seed` on top of their own; 0 changes nothing.
  func seeded(_ seed: Int) throws(Diagnostic) -> Graph {
    if seed == 0 { return self }
    var result = try rewriting { (_, node, rewriter) throws(Diagnostic) in
      guard let random = node.op as? Random else { return nil }
      // The golden ratio keeps seeds of the file and of the run from adding up to the same.
      let mixed = random.seed ^ seed &* Int(bitPattern: 0x9E37_79B9_7F4A_7C15)
      return try rewriter.replace(
        with: Random(
          type: random.type, distribution: random.distribution, first: random.first,
          second: random.second, name: random.name, seed: mixed))
    }
    var prepared: [Graph] = []
    for graph in prepare { prepared.append(try graph.seeded(seed)) }
    result.prepare = prepared
    return result
  }
}
