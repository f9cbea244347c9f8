/// Arrays that are bound to the inputs or parameters of a program, by name.
struct Binding {
  /// What the arrays are bound to: `input` or `parameter`.
  let kind: String
  /// The buffers with the name and type of each, in order of definition.
  let slots: [(buffer: Int, name: String, type: TensorType)]

  /// The inputs of a program.
  static func inputs(_ program: Program) -> Binding {
    Binding(kind: "input", program) { if case .input(let name) = $0 { name } else { nil } }
  }

  /// The parameters of a program.
  static func parameters(_ program: Program) -> Binding {
    Binding(kind: "parameter", program) { if case .parameter(let name) = $0 { name } else { nil } }
  }

  private init(kind: String, _ program: Program, name: (Program.Buffer.Kind) -> String?) {
    self.kind = kind
    let isUsed = program.usedBuffers
    slots = program.buffers.enumerated().compactMap { index, buffer in
      isUsed[index] ? name(buffer.kind).map { (index, $0, buffer.type) } : nil
    }
  }

  /// Returns the array of each slot; throws where one is missing or has another type.
  func arrays(_ given: [String: NDArray]) throws(Diagnostic) -> [NDArray] {
    var arrays: [NDArray] = []
    for slot in slots {
      guard let array = given[slot.name] else {
        throw Diagnostic("\(kind) '\(slot.name)' is missing, expected \(slot.type)")
      }
      let type = TensorType(array.elementType, array.extents)
      if type != slot.type {
        throw Diagnostic("\(kind) '\(slot.name)' is \(type), expected \(slot.type)")
      }
      arrays.append(array)
    }
    return arrays
  }

  /// Throws where a name is given that neither a slot nor the graph has.
  func refuseUnknown(_ given: [String: NDArray], in graph: Graph) throws(Diagnostic) {
    let names = graph.nodes.compactMap { ($0.op as? Input)?.name }
    guard let unknown = given.keys.filter({ !names.contains($0) }).min() else { return }
    let expected = names.isEmpty ? "none" : names.map { "'\($0)'" }.joined(separator: ", ")
    throw Diagnostic("\(kind) '\(unknown)' is unknown, expected \(expected)")
  }
}
