import GraphIR
import NDArrays
import ONNXMessages

/// The operator set of our own ops: each is a function of the file, which computes the same with
/// operators of the standard, and whose calls carry the op's attributes.
///
/// Integers, lists of integers and tensors are attributes of their kind; any other is a string, as
/// text IR spells it. What text leaves out, a call leaves out.
enum GraphDomain {
  /// The name of the operator set.
  static let name = "org.graphc"
  /// Its version.
  static let version = 1
  /// What stands in front of the name of an attribute whose exact value is metadata of its node.
  static let exactPrefix = "org.graphc.exact."
  /// The key of metadata that tells what an initialiser is.
  static let kindKey = "org.graphc.kind"

  /// The key of metadata with the name of an output that an input has too, which the file cannot
  /// say.
  static let nameKey = "org.graphc.name"

  /// Returns the call of an op.
  static func call(_ op: any Op, _ operands: [String], _ types: [TensorType]) -> NodeProto {
    var node = NodeProto()
    node.domain = name
    node.opType = AllOps.spelling(op)
    node.input = operands
    node.attribute = AllOps.attributes(op, rank: types.first?.rank ?? 0).fields.map {
      message($0).message
    }
    return node
  }

  /// Returns the op that a call of an operator with attributes stands for.
  static func op(_ name: String, _ attributes: [AttributeProto], rank: Int) throws(Diagnostic)
    -> any Op
  {
    var fields: [Attribute.Field] = []
    for message in attributes {
      fields.append(Attribute.Field(name: message.name, value: try attribute(message)))
    }
    let op = try AllOps.make(name, .record(fields), rank: rank)
    if op is any Leaf { throw Diagnostic("is no op with operands") }
    return op
  }

  private static func message(_ field: Attribute.Field) -> NodeAttribute {
    switch field.value {
    case .int(let value): return .int(field.name, value)
    case .array(let array): return .tensor(field.name, array)
    case .list(let values):
      let integers = values.compactMap { if case .int(let value) = $0 { value } else { nil } }
      if !values.isEmpty && integers.count == values.count { return .ints(field.name, integers) }
      return .string(field.name, field.value.description)
    case .bool, .float, .string, .word, .record:
      return .string(field.name, field.value.description)
    }
  }

  private static func attribute(_ message: AttributeProto) throws(Diagnostic) -> Attribute {
    switch message.type {
    case .int: return .int(Int(message.i))
    case .ints: return .list(message.ints.map { .int(Int($0)) })
    case .string:
      do throws(Diagnostic) {
        return try Parser.attribute(String(decoding: message.s, as: UTF8.self))
      } catch {
        throw Diagnostic("attribute '\(message.name)': \(error.message)")
      }
    default:
      throw Diagnostic(
        "attribute '\(message.name)' is of another kind than an integer, integers or a string")
    }
  }
}

extension ValueInfoProto {
  /// The name of an output in the graph that a file of ours was made of; else that in the file.
  var outputName: String {
    metadataProps.first { $0.key == GraphDomain.nameKey }?.value ?? name
  }
}
