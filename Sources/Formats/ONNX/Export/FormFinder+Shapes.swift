import GraphIR
import NDArrays

extension FormFinder {
  /// Channels that become pixels, and pixels that become channels.
  func rearrangements(_ value: Value) -> [Form] {
    guard graph[value].op is Reshape,
      let (_, inner) = find(Transpose.self, graph[value].operands[0]),
      let (_, outer) = find(Reshape.self, inner[0])
    else { return [] }
    let (x, y) = (graph[outer[0]].type.extents, graph[value].type.extents)
    if x.count != 4 || y.count != 4 || x.contains(0) || y.contains(0) { return [] }
    let (grown, shrunk) = (y[2] / x[2], x[2] / y[2])
    if shrunk > 1 { return [Form("SpaceToDepth", outer, [.int("blocksize", shrunk)])] }
    return ["CRD", "DCR"].map {
      Form("DepthToSpace", outer, [.int("blocksize", grown), .string("mode", $0)])
    }
  }

  /// Functions of elements whose operands are repeated as they need it.
  func broadcasts(_ value: Value) -> [Form] {
    let node = graph[value]
    if !(node.op is Pointwise || node.op is Compare || node.op is Select) { return [] }
    let repeated = node.operands.indices.filter { graph[node.operands[$0]].op is Broadcast }
    if repeated.isEmpty { return [] }
    let choices = repeated.count == 1 ? [repeated] : [repeated] + repeated.map { [$0] }
    return choices.map { form(node, repeating: $0) }
  }

  /// Returns the standard form of a node, with some operands as they are before they are repeated.
  private func form(_ node: Node, repeating positions: [Int]) -> Form {
    let operands = node.operands.enumerated().map { position, operand in
      positions.contains(position) ? graph[operand].operands[0] : operand
    }
    let types = operands.map { graph[$0].type }
    let broadcasts = node.operands.map { graph[$0].op as? Broadcast }
    return Form(operands) { (nodes, names) throws(Diagnostic) in
      var names = names
      for position in positions {
        guard let broadcast = broadcasts[position] else { continue }
        names[position] = broadcast.unsqueezed(
          names[position], broadcast.axes,
          StandardCall(nodes: nodes, operands: [], types: [], result: node.type))
      }
      guard let op = node.op as? any StandardForm else {
        throw Diagnostic("\(AllOps.spelling(node.op)): has no form in ONNX")
      }
      return try op.standard(
        StandardCall(nodes: nodes, operands: names, types: types, result: node.type))
    }
  }
}
