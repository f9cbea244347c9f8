import GraphIR
import NDArrays

/// A graph that was made of an ONNX model.
public struct ONNXImport: Sendable {
  /// The graph; inputs and outputs have the model's names.
  public let graph: Graph
  /// The values of its parameters, still in the model's file.
  public let weights: ONNXWeights
  /// The inputs whose values were needed to make the graph, which holds for those values only.
  public let fixedInputs: [String]
}

extension ONNXImport {
  /// What the caller knows of a model's inputs.
  public struct Options: Sendable {
    /// Extents of inputs; they replace the model's.
    public var shapes: [(name: String, extents: [Int])] = []
    /// Values of inputs, for those that extents or axes are computed from.
    public var values: [String: NDArray] = [:]

    /// Nothing is known.
    public init() {}
  }
}

extension ONNXModel {
  /// Returns the model as a graph; throws one diagnostic for each node that has none.
  public func imported(_ options: ONNXImport.Options = .init()) throws(Diagnostics) -> ONNXImport {
    try Importer(self, options).run()
  }
}
