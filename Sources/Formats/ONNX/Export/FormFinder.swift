import GraphIR
import NDArrays

/// Proposes forms that may stand for the parts of a graph that end at a value.
///
/// A proposal looks only as far as it needs to find its operands; whether it stands for exactly
/// these nodes is for `FormCheck` to find out.
struct FormFinder {
  /// The graph.
  let graph: Graph
  /// `true` iff a form may stand for several nodes.
  let merges: Bool

  /// Returns the forms that may end at a value, the largest first.
  func forms(endingAt value: Value) -> [Form] {
    var forms: [Form] = []
    if merges {
      forms += normalizations(value) + layers(value) + reductions(value) + rearrangements(value)
      forms += broadcasts(value)
    }
    return forms + plain(value)
  }

  /// The standard forms of one op.
  private func plain(_ value: Value) -> [Form] {
    let node = graph[value]
    // No operator of the standard makes such numbers, and there may be many.
    guard let op = node.op as? any StandardForm, !(op is Random) else { return [] }
    var forms: [Form] = []
    if let reshape = op as? Reshape { forms += flattened(reshape, node) }
    if let contract = op as? Contract, contract == Contract(contracting: [[1, 1]]),
      node.type.rank == 2, node.type.elementType.isFloatingPoint
    {
      forms.append(Form("Gemm", node.operands, [.int("transB", 1)]))
    }
    if let gather = op as? Gather,
      isInside(node.operands[1], graph[node.operands[0]].type, [gather.axis])
    {
      forms.append(Form("Gather", node.operands, [.int("axis", gather.axis)]))
    }
    let vectors = (op as? GatherND)?.batch ?? (op as? ScatterND)?.batch
    if let vectors {
      let (x, indices) = (graph[node.operands[0]].type, graph[node.operands[1]].type)
      let axes = Array(vectors..<vectors + indices.extents[indices.rank - 1])
      if !isInside(node.operands[1], x, axes) { return forms }
    }
    let types = node.operands.map { graph[$0].type }
    forms.append(
      Form(node.operands) { (nodes, names) throws(Diagnostic) in
        try op.standard(
          StandardCall(nodes: nodes, operands: names, types: types, result: node.type))
      })
    return forms
  }

  /// `true` iff a value is known to hold indices of elements only, along the axes in turn: the
  /// standard has no value for others.
  private func isInside(_ value: Value, _ x: TensorType, _ axes: [Int]) -> Bool {
    guard let (constant, _) = find(Constant.self, value) else { return false }
    let indices = constant.value.widened(to: Int64.self)
    return indices.enumerated().allSatisfy { position, index in
      let extent = Int64(x.extents[axes[position % axes.count]])
      return -extent <= index && index < extent
    }
  }

  /// All but the first dimension as one.
  private func flattened(_ reshape: Reshape, _ node: Node) -> [Form] {
    let x = graph[node.operands[0]].type
    if reshape.extents.count != 2 || x.rank < 3 || x.extents[0] != reshape.extents[0] { return [] }
    return [Form("Flatten", node.operands, [.int("axis", 1)])]
  }
}

extension FormFinder {
  /// Returns the op and the operands of a value where its op is of a type.
  func find<O: Op>(_ type: O.Type, _ value: Value) -> (op: O, operands: [Value])? {
    (graph[value].op as? O).map { ($0, graph[value].operands) }
  }

  /// Returns the operands of a value where it is a pointwise function of a name.
  func operands(_ function: String, _ value: Value) -> [Value]? {
    guard let (op, operands) = find(Pointwise.self, value), op.function == function else {
      return nil
    }
    return operands
  }

  /// Returns what is repeated in a value.
  func repeated(_ value: Value) -> Value? { find(Broadcast.self, value)?.operands[0] }

  /// Returns the number that is repeated in a value.
  func number(_ value: Value) -> Double? {
    guard let (constant, _) = find(Constant.self, repeated(value) ?? value),
      constant.value.count == 1
    else { return nil }
    return constant.value.asDoubles()[0]
  }

  /// Returns what a value is the conversion of; itself where it is none.
  func uncast(_ value: Value) -> Value { find(Cast.self, value)?.operands[0] ?? value }
}
