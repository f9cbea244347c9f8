import GraphIR
import NDArrays
import ONNX
import ONNXMessages
import Support
import SwiftProtobuf
import Testing

/// An attribute of a node, as tests write it.
enum NodeAttribute {
  case int(Int)
  case ints([Int])
  case float(Double)
  case floats([Double])
  case string(String)
  case tensor(NDArray)
  case graph(GraphProto)

  /// The message.
  func message(_ name: String) -> AttributeProto {
    var message = AttributeProto()
    message.name = name
    switch self {
    case .int(let value):
      message.type = .int
      message.i = Int64(value)
    case .ints(let values):
      message.type = .ints
      message.ints = values.map { Int64($0) }
    case .float(let value):
      message.type = .float
      message.f = Float(value)
    case .floats(let values):
      message.type = .floats
      message.floats = values.map { Float($0) }
    case .string(let text):
      message.type = .string
      message.s.append(contentsOf: text.utf8)
    case .tensor(let array):
      message.type = .tensor
      message.t = TensorProto(array, named: "")
    case .graph(let graph):
      message.type = .graph
      message.g = graph
    }
    return message
  }
}

extension TensorProto {
  /// The message of an array.
  init(_ array: NDArray, named name: String) {
    self.init()
    self.name = name
    dims = array.extents.map { Int64($0) }
    dataType = Int32(array.elementType.onnx.rawValue)
    array.withUnsafeBytes { rawData.append(contentsOf: $0) }
  }
}

extension NodeProto {
  /// A node with attributes in order of their names.
  init(
    _ op: String, _ inputs: [String], _ outputs: [String],
    _ attributes: [String: NodeAttribute] = [:]
  ) {
    self.init()
    opType = op
    input = inputs
    output = outputs
    attribute = attributes.keys.sorted().compactMap { attributes[$0]?.message($0) }
  }
}

extension ModelProto {
  /// A model of nodes, whose inputs `x0`, `x1`, … have the types of `inputs` (nil: none is
  /// declared) and whose outputs are named.
  init(
    _ nodes: [NodeProto], version: Int, inputs: [NDArray?], outputs: [String],
    initializers: [(String, NDArray)] = []
  ) {
    self.init()
    graph.initializer = initializers.map { TensorProto($0.1, named: $0.0) }
    irVersion = 8
    var set = OperatorSetIdProto()
    set.version = Int64(version)
    opsetImport = [set]
    graph.name = "test"
    graph.node = nodes
    for (position, input) in inputs.enumerated() {
      guard let input else { continue }
      var info = ValueInfoProto()
      info.name = "x\(position)"
      info.type.tensorType.elemType = Int32(input.elementType.onnx.rawValue)
      info.type.tensorType.shape.dim = input.extents.map { extent in
        var dimension = TensorShapeProto.Dimension()
        dimension.dimValue = Int64(extent)
        return dimension
      }
      graph.input.append(info)
    }
    graph.output = outputs.map { name in
      var info = ValueInfoProto()
      info.name = name
      return info
    }
  }

  /// Returns the model as graphc reads it.
  func read() throws -> ONNXModel {
    let bytes: [UInt8] = try serializedBytes()
    return try ONNXModel(bytes: bytes)
  }
}

/// Expects that a node of one operator gives the expected results for the inputs; nil is an operand
/// that is left out. All inputs count as known when the model is imported.
func expectNode(
  _ op: String, version: Int, _ inputs: [NDArray?], _ attributes: [String: NodeAttribute] = [:],
  gives expected: [NDArray], within tolerance: Double = 1e-5,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    let names = inputs.enumerated().map { $1 == nil ? "" : "x\($0)" }
    let outputs = expected.indices.map { "y\($0)" }
    let model = try ModelProto(
      [NodeProto(op, names, outputs, attributes)], version: version, inputs: inputs,
      outputs: outputs
    ).read()
    let values = Dictionary(
      uniqueKeysWithValues: zip(names, inputs).compactMap { name, array in array.map { (name, $0) }
      })
    var options = ONNXImport.Options()
    options.values = values
    let graph = try model.imported(options).graph
    let found = graph.evaluated(Bindings(inputs: values, parameters: [:]))
    for (name, array) in zip(outputs, expected) {
      let result = try #require(found[name], sourceLocation: sourceLocation)
      #expect(result.elementType == array.elementType, sourceLocation: sourceLocation)
      #expect(result.extents == array.extents, sourceLocation: sourceLocation)
      if result.extents != array.extents { continue }
      let beyond = Comparison.count(
        result, beyond: array, absolute: tolerance, relative: tolerance, ulps: 0)
      #expect(
        beyond == 0, "\(op): \(name) is \(result), expected \(array)",
        sourceLocation: sourceLocation)
    }
  } catch {
    Issue.record("\(op): \(error)", sourceLocation: sourceLocation)
  }
}

/// Expects that a model of nodes is refused, with messages that contain the given words in order.
func expectRefusal(
  _ nodes: [NodeProto], version: Int = 21, inputs: [NDArray?], outputs: [String] = ["y"],
  _ words: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  expectRefusal(
    ModelProto(nodes, version: version, inputs: inputs, outputs: outputs), words,
    sourceLocation: sourceLocation)
}

/// Expects that a model is refused, with messages that contain the given words.
func expectRefusal(
  _ model: ModelProto, _ words: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    _ = try model.read().imported()
    Issue.record("nothing was refused", sourceLocation: sourceLocation)
  } catch {
    let text = "\(error)"
    #expect(
      words.allSatisfy { text.contains($0) }, "found: \(text)", sourceLocation: sourceLocation)
  }
}
