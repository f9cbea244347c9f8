import Frontend
import GraphIR
import NDArrays

extension Importer {
  /// The most elements of a value that is computed while the graph is made.
  private static let limit = 1 << 24

  /// Returns the elements of a value that the graph depends on; throws where they depend on an
  /// input whose value is not given.
  func elements(of tensor: Tensor, _ role: String) throws(Diagnostic) -> NDArray {
    guard let value = tensor.value else { throw Diagnostic("\(role) has no value") }
    let graph = builder.graph
    for value in needed(for: value, in: graph).sorted() {
      let array = try elements(of: graph[value], graph, role)
      knownElements[value.index] = array
    }
    // All that were needed are known now.
    return knownElements[value.index]!
  }

  /// `true` iff a value depends on constants only.
  func isConstant(_ tensor: Tensor) -> Bool {
    guard let value = tensor.value else { return false }
    let graph = builder.graph
    var (seen, open): (Set<Value>, [Value]) = ([], [value])
    while let next = open.popLast() {
      if !seen.insert(next).inserted { continue }
      let op = graph[next].op
      if op is any Leaf || op is Random { return false }
      open += graph[next].operands
    }
    return true
  }

  /// Returns the values that are not known yet, of those that a value is computed from.
  private func needed(for value: Value, in graph: Graph) -> Set<Value> {
    var (needed, open): (Set<Value>, [Value]) = ([], [value])
    while let next = open.popLast() {
      if knownElements[next.index] != nil || !needed.insert(next).inserted { continue }
      open += graph[next].operands
    }
    return needed
  }

  private func elements(of node: Node, _ graph: Graph, _ role: String) throws(Diagnostic)
    -> NDArray
  {
    if let input = node.op as? Input {
      guard let array = options.values[input.name] else {
        throw Diagnostic(
          "\(role) must be known when the model is compiled, but depends on input "
            + "'\(input.name)'; give its value with --value \(input.name)=FILE")
      }
      if array.elementType != input.type.elementType {
        throw Diagnostic(
          "\(role): the value given for input '\(input.name)' is \(array.elementType.rawValue), "
            + "expected \(input.type)")
      }
      if !fixedInputs.contains(input.name) { fixedInputs.append(input.name) }
      return array
    }
    if let parameter = node.op as? Parameter { return try weights.array(parameter.name) }
    if node.type.count > Self.limit {
      throw Diagnostic(
        "\(role) must be known when the model is compiled, but is made of \(node.type), which is too "
          + "large to compute")
    }
    // Operands come before their users.
    let operands = node.operands.map { PlacedArray(knownElements[$0.index]!) }
    return node.op.compute(operands, over: node.type.whole, of: node.type)
  }
}
