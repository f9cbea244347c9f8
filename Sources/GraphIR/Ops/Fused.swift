/// Several ops as one step.
///
///     %y = fused(%x, %w) {
///       %a = input @0 : f32[1, 3, 8, 8]
///       …
///       output @result = %z
///     } : f32[1, 4, 8, 8]
///
/// The body's inputs are the operands in order; its only output is the result.
///
/// - C1: the body has one output and as many inputs as there are operands, of equal types.
/// - C2: the body has neither parameters nor a mesh, prepared graphs or updates.
public struct Fused: Op {
  public static let mnemonic = "fused"
  /// What is computed.
  public let body: Graph

  /// The body as one step.
  public init(body: Graph) { self.body = body }

  public static func plain(rank: Int) -> Fused { Fused(body: Graph(name: mnemonic)) }

  /// The body's inputs in the order of the operands.
  public var inputs: [Value] { body.values.filter { body[$0].op is Input } }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    let inputs = inputs.map { body[$0].type }
    try require(body.outputs.count == 1, "C1: body has \(body.outputs.count) outputs, expected 1")
    try require(
      inputs == operands, "C1: body has inputs \(inputs) but the operands are \(operands)")
    try require(
      !body.nodes.contains { $0.op is Parameter } && body.mesh == nil && body.prepare.isEmpty
        && body.updates.isEmpty, "C2: body has parameters, a mesh, prepared graphs or updates")
    return body[body.outputs[0].value].type
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let needed = body.regions(neededFor: [body.outputs[0].value: part])
    return inputs.map { needed[$0.index] }
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let needed = body.regions(neededFor: [body.outputs[0].value: part])
    var arrays = [PlacedArray?](repeating: nil, count: body.nodes.count)
    for (input, operand) in zip(inputs, operands) { arrays[input.index] = operand }
    for (index, node) in body.nodes.enumerated() where !(node.op is Input) {
      let box = needed[index]
      // Operands come before their users, so each is set.
      let operands = node.operands.map { arrays[$0.index]! }
      arrays[index] = PlacedArray(
        node.op.compute(operands, over: box, of: node.type), at: box, of: node.type.extents)
    }
    // The result is a node of the body.
    return arrays[body.outputs[0].value.index]!.slice(part)
  }
}

extension Graph {
  /// Returns the box of each value that the given boxes of some values depend on, by asking every
  /// op; empty for a value that is not needed.
  public func regions(neededFor targets: [Value: Region]) -> [Region] {
    var needed = nodes.indices.map { index in
      targets[Value(index)] ?? .empty(rank: nodes[index].type.rank)
    }
    for index in nodes.indices.reversed() where !needed[index].isEmpty {
      let node = nodes[index]
      let reads = node.op.reads(needed[index], of: node.operands.map { self[$0].type })
      for (operand, box) in zip(node.operands, reads) {
        needed[operand.index] = needed[operand.index].hull(box)
      }
    }
    return needed
  }
}

extension Graph: Codable {
  /// Decodes text IR.
  public init(from decoder: any Decoder) throws {
    self = try Parser.graph(try decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes text IR.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Printer.text(self))
  }
}

extension Graph: Hashable {
  /// `true` iff both are equal up to the names of values and the places in the model file.
  public static func == (left: Graph, right: Graph) -> Bool {
    left.nodes.count == right.nodes.count && left.outputs == right.outputs
      && left.updates == right.updates && left.mesh == right.mesh && left.rank == right.rank
      && left.prepare == right.prepare
      && zip(left.nodes, right.nodes).allSatisfy {
        $0.operands == $1.operands && $0.type == $1.type && $0.placement == $1.placement
          && $0.op.isEqual(to: $1.op)
      }
  }

  /// Hashes what equality compares, but for attributes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(outputs)
    for node in nodes {
      hasher.combine(node.op.mnemonic)
      hasher.combine(node.operands)
      hasher.combine(node.type)
    }
  }
}
