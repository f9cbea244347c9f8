extension Graph {
  /// Throws iff the graph breaks one of the rules below; the message cites the rule.
  ///
  /// - V1: each node has the type that its op computes from the types of its operands.
  /// - V2: no two inputs have the same name.
  /// - V3: no two parameters have the same name.
  /// - V4: no two outputs have the same name.
  /// - V5: an update names a parameter and has its type; no two name the same.
  /// - V6: the body of a fused node satisfies all rules.
  /// - V7: each mesh axis has at least one rank and a name of its own, the mesh has at most
  ///   `Mesh.largestCount` ranks; a local graph has a rank of the mesh.
  /// - V8: a placement has a mesh, and a box of the value's rank for each rank of the mesh; in a local
  ///   graph for its rank.
  /// - V9: owned boxes lie inside the value.
  /// - V10: owned boxes are disjoint and cover the value, except in a local graph.
  /// - V11: held boxes lie inside the value and contain the owned ones; not those of an exchange, nor of a
  ///   piece, a value that only `assemble` reads.
  /// - V12: an output of a prepared graph is a parameter of this graph or of a later prepared one,
  ///   with an equal type.
  /// - V13: a prepared graph satisfies all rules and has no inputs, updates, mesh or prepared graphs.
  /// - V14: parameters of equal name have equal types in this graph and the prepared ones.
  public func verify() throws(Diagnostic) {
    try verifyTypes()
    try verifyNames()
    try verifyUpdates()
    try verifyBodies()
    try verifyMesh()
    for value in values { try verifyPlacement(of: value) }
    try verifyPrepared()
  }

  private func verifyTypes() throws(Diagnostic) {
    for node in nodes {
      let expected: TensorType
      do throws(Diagnostic) {
        expected = try node.op.resultType(node.operands.map { self[$0].type })
      } catch {
        throw Diagnostic("V1: \(error.message)", at: node.site, notes: error.notes)
      }
      if node.type != expected {
        throw Diagnostic(
          "V1: \(AllOps.spelling(node.op)) has result type \(node.type), expected \(expected)",
          at: node.site)
      }
    }
  }

  private func verifyNames() throws(Diagnostic) {
    var inputs: [String: Site?] = [:]
    var parameters: [String: Site?] = [:]
    for node in nodes {
      if let input = node.op as? Input,
        let first = inputs.updateValue(node.site, forKey: input.name)
      {
        throw Self.duplicate("V2: input", input.name, node.site, first)
      }
      if let parameter = node.op as? Parameter,
        let first = parameters.updateValue(node.site, forKey: parameter.name)
      {
        throw Self.duplicate("V3: parameter", parameter.name, node.site, first)
      }
    }
    var names: Set<String> = []
    for output in outputs where !names.insert(output.name).inserted {
      throw Self.duplicate("V4: output", output.name, self[output.value].site, nil)
    }
  }

  private static func duplicate(_ what: String, _ name: String, _ site: Site?, _ first: Site?)
    -> Diagnostic
  {
    Diagnostic(
      "\(what) '\(name)' exists twice, expected names of their own", at: site,
      notes: first.map { [.init("first here", at: $0)] } ?? [])
  }

  private func verifyUpdates() throws(Diagnostic) {
    var names: Set<String> = []
    for update in updates {
      let node = self[update.value]
      if !names.insert(update.name).inserted {
        throw Self.duplicate("V5: update", update.name, node.site, nil)
      }
      guard let parameter = parameterType(update.name) else {
        throw Diagnostic("V5: update '\(update.name)' names no parameter", at: node.site)
      }
      if parameter != node.type {
        throw Diagnostic(
          "V5: update '\(update.name)' has type \(node.type), expected \(parameter)", at: node.site)
      }
    }
  }

  private func verifyBodies() throws(Diagnostic) {
    for node in nodes {
      guard let fused = node.op as? Fused else { continue }
      do throws(Diagnostic) {
        try fused.body.verify()
      } catch {
        throw Diagnostic(
          "V6: body of fused: \(error.message)", at: error.site ?? node.site, notes: error.notes)
      }
    }
  }

  private func verifyMesh() throws(Diagnostic) {
    if let rank, !(0..<(mesh?.count ?? 0)).contains(rank) {
      throw Diagnostic(
        "V7: the graph is of rank \(rank), expected one of \(mesh?.count ?? 0) ranks")
    }
    guard let mesh else { return }
    var names: Set<String> = []
    for axis in mesh.axes {
      if axis.count < 1 {
        throw Diagnostic("V7: mesh axis '\(axis.name)' has \(axis.count) ranks, expected 1 or more")
      }
      if !names.insert(axis.name).inserted {
        throw Self.duplicate("V7: mesh axis", axis.name, nil, nil)
      }
    }
    if mesh.count > Mesh.largestCount {
      throw Diagnostic("V7: mesh \(mesh) has more than \(Mesh.largestCount) ranks")
    }
  }

  private func verifyPrepared() throws(Diagnostic) {
    for (index, graph) in prepare.enumerated() {
      do throws(Diagnostic) {
        try graph.verify()
      } catch {
        throw Diagnostic(
          "V13: prepared graph \(index): \(error.message)", at: error.site, notes: error.notes)
      }
      let isPlain = graph.updates.isEmpty && graph.mesh == nil && graph.prepare.isEmpty
      if !isPlain || graph.nodes.contains(where: { $0.op is Input }) {
        throw Diagnostic(
          "V13: prepared graph \(index) has inputs, updates, a mesh or prepared graphs")
      }
      for output in graph.outputs {
        try verifyPrepared(output, of: graph, users: prepare[(index + 1)...] + [self])
      }
      for node in graph.nodes {
        guard let parameter = node.op as? Parameter, let type = parameterType(parameter.name),
          type != node.type
        else { continue }
        throw Diagnostic(
          "V14: parameter '\(parameter.name)' is \(node.type) in prepared graph \(index), "
            + "expected \(type)", at: node.site)
      }
    }
  }

  private func verifyPrepared(_ output: Output, of graph: Graph, users: ArraySlice<Graph>)
    throws(Diagnostic)
  {
    let node = graph[output.value]
    let types = users.compactMap { $0.parameterType(output.name) }
    if types.isEmpty {
      throw Diagnostic("V12: prepared output '\(output.name)' names no parameter", at: node.site)
    }
    for type in types where type != node.type {
      throw Diagnostic(
        "V12: prepared output '\(output.name)' has type \(node.type), expected \(type)",
        at: node.site)
    }
  }

  /// Returns the type of the parameter of the given name.
  private func parameterType(_ name: String) -> TensorType? {
    nodes.first { ($0.op as? Parameter)?.name == name }?.type
  }
}
