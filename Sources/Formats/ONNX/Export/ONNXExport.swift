import GraphIR
import NDArrays
import ONNXMessages

/// A graph as an ONNX model, with the values of its parameters.
///
/// Where operators of the standard stand for exactly one or several ops, they take their place; any
/// other op is a call of a function of the file, in a domain of its own, which computes the same
/// with operators of the standard. So every runtime runs the file, and importing it gives the graph
/// again, up to the names and places of its values.
public struct ONNXExport {
  /// The version of the standard's operator set.
  static let opset = 22
  /// The version of the format: the first that has metadata of nodes.
  static let version: Int64 = 10

  /// What is told of a graph besides what it computes.
  public struct Options: Sendable {
    /// Pairs of key and value about the model.
    public var metadata: [(key: String, value: String)] = []
    /// `true` iff one node of the file may stand for several of the graph.
    public var merges = true
    /// Pairs of key and value about each value, in the order of the graph; empty: none.
    public var valueMetadata: [[(key: String, value: String)]] = []

    /// Nothing is told.
    public init() {}
  }

  /// The model without its tensors.
  package let message: ModelProto
  /// Its tensors: each without its elements, and these.
  let tensors: [(message: TensorProto, value: NDArray)]

  /// Exports a graph; throws all that has no form in ONNX.
  ///
  /// - Requires: every parameter of the graph has a value of its type.
  public init(_ graph: Graph, parameters: [String: NDArray], _ options: Options = .init())
    throws(Diagnostics)
  {
    var exporter = Exporter(graph, options)
    (message, tensors) = try exporter.run(parameters)
  }
}
