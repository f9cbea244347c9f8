import ONNX

/// A model before any pass: its graph, and where the values of its parameters are.
public struct TracedModel: Sendable {
  /// The graph as it was traced, written or imported.
  public let graph: Graph
  /// The values of its parameters that came with it; nil for initial ones.
  let weights: ONNXWeights?
  /// The inputs whose values the graph was made for.
  let fixedInputs: [String]

  /// A graph whose parameters have initial values.
  public init(_ graph: Graph) {
    self.graph = graph
    weights = nil
    fixedInputs = []
  }

  /// A graph with the weights of its file.
  init(_ model: ONNXImport) {
    graph = model.graph
    weights = model.weights
    fixedInputs = model.fixedInputs
  }
}

/// What a model takes and gives, before it is compiled for certain extents.
struct ModelInterface {
  /// An input.
  struct Input {
    /// The name.
    let name: String
    /// The element type; nil where it is none that can be bound.
    let elementType: ElementType?
    /// The extents; nil where their number is open, and an entry where it is.
    let extents: [Int?]?
  }

  /// The inputs in order.
  let inputs: [Input]
  /// The names of the outputs in order.
  let outputs: [String]

  /// The inputs and outputs of a graph.
  init(_ graph: Graph) {
    inputs = graph.inputs.map {
      Input(name: $0.name, elementType: $0.type.elementType, extents: $0.type.extents)
    }
    outputs = graph.outputs.map(\.name)
  }

  /// The inputs and outputs of an ONNX model.
  init(_ model: ONNXModel) {
    inputs = model.inputs.map { input in
      let extents = input.extents?.map { extent -> Int? in
        if case .fixed(let length) = extent { length } else { nil }
      }
      return Input(name: input.name, elementType: input.elementType, extents: extents)
    }
    outputs = model.outputs
  }
}
