import FoundationEssentials
import NDArrays
import ONNXMessages

/// Nodes of the standard's operators while they are put together.
final class StandardNodes {
  /// A tensor that nodes need besides their operands: axes, shapes, numbers.
  struct Constant {
    /// The name of the value.
    let name: String
    /// The elements.
    let value: NDArray
  }

  /// The nodes so far.
  private(set) var nodes: [NodeProto] = []
  /// What they need besides their operands.
  private(set) var constants: [Constant] = []
  /// What stands in front of the names of values.
  private let prefix: String
  private let names: Names

  /// No nodes; their values get names that begin with `prefix` and are not taken.
  init(prefix: String, _ names: Names) {
    self.prefix = prefix
    self.names = names
  }

  /// Appends a node and returns the name of its first result; an operand without a name is left
  /// out.
  func append(
    _ operatorName: String, _ operands: [String], _ attributes: [NodeAttribute] = []
  ) -> String {
    var node = NodeProto()
    node.opType = operatorName
    node.input = operands
    node.attribute = attributes.map(\.message)
    for attribute in attributes {
      if let exact = attribute.exact {
        node.metadataProps.append(
          .pair(GraphDomain.exactPrefix + attribute.message.name, "\(exact)"))
      }
    }
    let name = fresh(operatorName.lowercased())
    node.output = [name]
    nodes.append(node)
    return name
  }

  /// Appends a node and returns the name of its second result.
  func second(
    _ operatorName: String, _ operands: [String], _ attributes: [NodeAttribute] = []
  ) -> String {
    _ = append(operatorName, operands, attributes)
    let name = fresh("indices")
    nodes[nodes.count - 1].output.append(name)
    return name
  }

  /// Returns the name of a tensor of known elements, which has a role for whoever needs it.
  func constant(_ value: NDArray, _ role: String) -> String {
    let name = fresh(role)
    constants.append(Constant(name: name, value: value))
    return name
  }

  /// Returns the name of a list of integers.
  func integers(_ values: [Int], _ role: String) -> String {
    constant(NDArray(narrowing: values.map { Int64($0) }, to: .i64, [values.count]), role)
  }

  /// Gives a value the name that others know; an operand gets it through a node that changes
  /// nothing.
  func rename(_ value: String, to name: String) {
    guard nodes.contains(where: { $0.output.contains(value) }) else {
      var node = NodeProto()
      node.opType = "Identity"
      node.input = [value]
      node.output = [name]
      nodes.append(node)
      return
    }
    for index in nodes.indices {
      nodes[index].input = nodes[index].input.map { $0 == value ? name : $0 }
      nodes[index].output = nodes[index].output.map { $0 == value ? name : $0 }
    }
  }

  private func fresh(_ role: String) -> String { names.fresh(prefix + role) }
}

/// An attribute of a node.
struct NodeAttribute {
  /// The attribute.
  let message: AttributeProto
  /// Its value where that is not what the importer makes of f32.
  let exact: Double?

  private init(
    _ name: String, _ type: AttributeProto.AttributeType, exact: Double? = nil,
    _ fill: (inout AttributeProto) -> Void
  ) {
    var message = AttributeProto()
    message.name = name
    message.type = type
    fill(&message)
    self.message = message
    self.exact = exact
  }

  /// An integer.
  static func int(_ name: String, _ value: Int) -> NodeAttribute {
    NodeAttribute(name, .int) { $0.i = Int64(value) }
  }

  /// A truth value, which the standard writes as 0 or 1.
  static func flag(_ name: String, _ value: Bool) -> NodeAttribute { .int(name, value ? 1 : 0) }

  /// A list of integers.
  static func ints(_ name: String, _ values: [Int]) -> NodeAttribute {
    NodeAttribute(name, .ints) { $0.ints = values.map { Int64($0) } }
  }

  /// A number, rounded to f32.
  static func float(_ name: String, _ value: Double) -> NodeAttribute {
    let rounded = Float(value)
    return NodeAttribute(name, .float, exact: Double(decimal: rounded) == value ? nil : value) {
      $0.f = rounded
    }
  }

  /// A string.
  static func string(_ name: String, _ value: String) -> NodeAttribute {
    NodeAttribute(name, .string) { $0.s = Data(value.utf8) }
  }

  /// A tensor.
  static func tensor(_ name: String, _ value: NDArray) -> NodeAttribute {
    NodeAttribute(name, .tensor) { $0.t = TensorProto(value) }
  }
}

extension StringStringEntryProto {
  /// A pair of key and value.
  static func pair(_ key: String, _ value: String) -> StringStringEntryProto {
    var entry = StringStringEntryProto()
    entry.key = key
    entry.value = value
    return entry
  }
}

extension TensorProto {
  /// The type and extents of a tensor, without its elements.
  init(name: String, _ elementType: ElementType, _ extents: [Int]) {
    self.init()
    self.name = name
    dataType = Int32(elementType.onnx.rawValue)
    dims = extents.map { Int64($0) }
  }

  /// A tensor with its elements.
  init(name: String = "", _ array: NDArray) {
    self.init(name: name, array.elementType, array.extents)
    rawData = array.withUnsafeBytes { Data($0) }
  }
}
