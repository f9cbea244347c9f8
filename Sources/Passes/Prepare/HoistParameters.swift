import GraphIR

extension Pass {
  /// Moves what depends on parameters and constants only into a prepared graph, which runs once, when
  /// weights are loaded; its outputs become parameters.
  ///
  ///     %w = parameter @conv.weight : f32[8, 8, 3, 3]
  ///     %s = parameter @scale : f32[8, 8, 3, 3]
  ///     %v = multiply(%w, %s) : f32[8, 8, 3, 3]
  ///     %y = convolution(%x, %v) : f32[1, 8, 6, 6]
  ///     // becomes
  ///     prepare {
  ///       … %v = multiply(%w, %s) : f32[8, 8, 3, 3]
  ///       output @prepare.0.conv.weight = %v
  ///     }
  ///     %v = parameter @prepare.0.conv.weight : f32[8, 8, 3, 3]
  ///     %y = convolution(%x, %v) : f32[1, 8, 6, 6]
  ///
  /// The name tells the number of the prepared graph and the first parameter that the value depends
  /// on. Reshapes and broadcasts that enlarge stay where they are used, since they cost no
  /// arithmetic, only memory; what they repeat is moved.
  ///
  /// Assumes nothing, but moves most behind `fold-norms`. Leaves parameters that only the prepared
  /// graph needs to `eliminate-dead-code`.
  public static let hoistParameters = Pass(
    "hoist-parameters", "moves what depends on parameters only into a prepared graph"
  ) { (graph) throws(Diagnostic) in try graph.hoistingParameters() }
}

extension Graph {
  fileprivate func hoistingParameters() throws(Diagnostic) -> Graph {
    let hoisted = valuesToHoist()
    if hoisted.isEmpty { return self }
    let names = preparedNames(of: hoisted)
    var result = try rewriting { (value, node, rewriter) throws(Diagnostic) in
      guard let index = hoisted.firstIndex(of: value) else { return nil }
      return try rewriter.replace(with: Parameter(name: names[index], type: node.type))
    }
    result.prepare.append(try prepared(Array(zip(names, hoisted))))
    return result
  }

  /// Returns the fixed values that others need, in order; of reshapes and enlarging broadcasts, the
  /// operands.
  private func valuesToHoist() -> [Value] {
    let isFixed = fixedValues()
    let uses = Uses(self)
    var isNeeded = uses.isExit
    for value in values.reversed() where uses.isLive[value.index] {
      let node = self[value]
      let remains = !isFixed[value.index] || (isNeeded[value.index] && staysInPlace(node))
      if remains { for operand in node.operands { isNeeded[operand.index] = true } }
    }
    return values.filter {
      isNeeded[$0.index] && isFixed[$0.index] && !staysInPlace(self[$0])
    }
  }

  /// `true` iff a fixed node is no work: a leaf, a reshape, or a broadcast that enlarges.
  private func staysInPlace(_ node: Node) -> Bool {
    node.operands.isEmpty || node.op is Reshape || node.isEnlargingBroadcast(in: self)
  }

  /// Returns a name of its own for each value, after the first parameter that it depends on.
  private func preparedNames(of values: [Value]) -> [String] {
    let origins = firstParameters()
    var taken = Set(nodes.compactMap { ($0.op as? Parameter)?.name })
    return values.map { value in
      let origin = originalName(origins[value.index] ?? "constant")
      let stem = "prepare.\(prepare.count).\(origin)"
      var (name, number) = (stem, 1)
      while !taken.insert(name).inserted {
        name = "\(stem).\(number)"
        number += 1
      }
      return name
    }
  }

  /// Returns the name without the prefix that an earlier round gave to it.
  private func originalName(_ name: String) -> String {
    let isPrepared = prepare.contains { $0.outputs.contains { $0.name == name } }
    return isPrepared ? name.split(separator: ".").dropFirst(2).joined(separator: ".") : name
  }

  /// Returns for each value the first parameter that it depends on.
  private func firstParameters() -> [String?] {
    var first: [String?] = []
    for node in nodes {
      let own = (node.op as? Parameter)?.name
      first.append(own ?? node.operands.lazy.compactMap { first[$0.index] }.first)
    }
    return first
  }

  /// Returns the graph that computes the values from parameters and constants.
  private func prepared(_ outputs: [(name: String, value: Value)]) throws(Diagnostic) -> Graph {
    var source = Graph(name: "prepare")
    for node in nodes[...(outputs.map(\.value.index).max() ?? 0)] {
      try source.append(node.op, node.operands, name: node.name, at: node.site)
    }
    for output in outputs { source.output(output.name, output.value) }
    let uses = Uses(source)
    return try source.keeping { uses.isLive[$0.index] }
  }
}
