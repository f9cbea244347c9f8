import GraphIR
import NDArrays
import ONNXMessages

/// Nodes of the standard that may stand for a part of a graph.
struct Form {
  /// What they are computed from.
  let operands: [Value]
  /// Appends them, for operands of the given names, and returns the name of the result.
  let append: (_ nodes: StandardNodes, _ operands: [String]) throws(Diagnostic) -> String

  /// Nodes that are computed from `operands`.
  init(
    _ operands: [Value],
    _ append: @escaping (_ nodes: StandardNodes, _ operands: [String]) throws(Diagnostic) -> String
  ) {
    self.operands = operands
    self.append = append
  }

  /// One node.
  init(_ operatorName: String, _ operands: [Value], _ attributes: [NodeAttribute] = []) {
    self.init(operands) { nodes, names in nodes.append(operatorName, names, attributes) }
  }
}

/// Finds out what forms stand for, by importing them.
///
/// A form is used where what the importer makes of it is exactly a part of the graph, so that a
/// file is imported as the graph it was made of, whatever the importer's lowerings are.
struct FormCheck {
  /// The graph.
  let graph: Graph
  /// The nodes that use each value.
  private let users: [[Value]]
  private let leaving: Set<Value>

  /// The most elements of a constant that the importer is shown.
  private static let limit = 1 << 16

  /// A check against parts of a graph.
  init(_ graph: Graph) {
    self.graph = graph
    var users = [[Value]](repeating: [], count: graph.nodes.count)
    for value in graph.values {
      for operand in graph[value].operands { users[operand.index].append(value) }
    }
    self.users = users
    leaving = Set(graph.outputs.map(\.value))
  }

  /// Returns the nodes that a form with the given result stands for; nil where it stands for no
  /// part of the graph of which only the result is used elsewhere.
  func nodes(of form: Form, for result: Value) -> Set<Value>? {
    guard let part = try? imported(form), part.fixedInputs.isEmpty else { return nil }
    var match = PartMatch(part.graph, graph)
    if !match.matches(part.graph.outputs[0].value, result) || match.covered.isEmpty { return nil }
    let covered = match.covered
    let isClosed = covered.allSatisfy { value in
      value == result
        || !leaving.contains(value) && users[value.index].allSatisfy { covered.contains($0) }
    }
    return isClosed ? covered : nil
  }

  /// Returns what the importer makes of a form.
  private func imported(_ form: Form) throws -> ONNXImport {
    var message = ModelProto()
    message.opsetImport = [.init("", ONNXExport.opset)]
    var declared: Set<Value> = []
    for value in form.operands where declared.insert(value).inserted {
      declare(value, in: &message)
    }
    let content = StandardNodes(prefix: "part.", Names())
    content.rename(try form.append(content, form.operands.map(PartMatch.name)), to: "result")
    message.graph.initializer += content.constants.map { TensorProto(name: $0.name, $0.value) }
    message.graph.node += content.nodes
    message.graph.output = [ValueInfoProto()]
    message.graph.output[0].name = "result"
    return try ONNXModel(message: message).imported()
  }

  /// Declares an operand: a constant as such, and a reshape with what it reshapes, since lowerings
  /// look at both; anything else as an input.
  private func declare(_ value: Value, in message: inout ModelProto) {
    let (node, name) = (graph[value], PartMatch.name(value))
    let content = StandardNodes(prefix: name + ".", Names())
    if let constant = node.op as? Constant, node.type.count <= Self.limit {
      let result = content.append("Constant", [], [.tensor("value", constant.value)])
      content.rename(result, to: name)
    } else if node.op is Reshape {
      let source = graph[node.operands[0]].type
      message.graph.input.append(ValueInfoProto(name + ".source", source))
      let call = StandardCall(
        nodes: content, operands: [name + ".source"], types: [source], result: node.type)
      content.rename(call.reshape(call[0], node.type.extents), to: name)
      message.graph.initializer += content.constants.map { TensorProto(name: $0.name, $0.value) }
    } else {
      message.graph.input.append(ValueInfoProto(name, node.type))
    }
    message.graph.node += content.nodes
  }
}

/// A comparison of an imported part with a graph, from the results to the operands.
private struct PartMatch {
  /// The nodes of the graph that the part stands for.
  private(set) var covered: Set<Value> = []
  private let part: Graph
  private let graph: Graph
  private var found: [Value: Value] = [:]

  /// Nothing is compared.
  init(_ part: Graph, _ graph: Graph) {
    self.part = part
    self.graph = graph
  }

  /// The name in the part of an operand that the graph has.
  static func name(_ value: Value) -> String { "operand\(value.index)" }

  /// `true` iff a value of the part is computed as a value of the graph.
  mutating func matches(_ inner: Value, _ outer: Value) -> Bool {
    if let earlier = found[inner] { return earlier == outer }
    let (node, other) = (part[inner], graph[outer])
    if let name = node.name, name.hasPrefix("operand") { return name == Self.name(outer) }
    if node.type != other.type || node.operands.count != other.operands.count
      || !node.op.isEqual(to: other.op) || !covered.insert(outer).inserted
    {
      return false
    }
    found[inner] = outer
    for (operand, counterpart) in zip(node.operands, other.operands) {
      if !matches(operand, counterpart) { return false }
    }
    return true
  }
}

extension ValueInfoProto {
  /// A value of a name and a type.
  init(_ name: String, _ type: TensorType) {
    self.init()
    self.name = name
    self.type.tensorType.elemType = Int32(type.elementType.onnx.rawValue)
    self.type.tensorType.shape = TensorShapeProto()
    self.type.tensorType.shape.dim = type.extents.map { extent in
      var dimension = TensorShapeProto.Dimension()
      dimension.dimValue = Int64(extent)
      return dimension
    }
  }
}

extension OperatorSetIdProto {
  /// A version of an operator set.
  init(_ domain: String, _ version: Int) {
    self.init()
    self.domain = domain
    self.version = Int64(version)
  }
}
