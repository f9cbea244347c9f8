@_exported public import GraphIR

/// A graph as a list of steps over buffers: what a backend compiles.
///
/// Only what the outputs and updates depend on is listed.
public struct Program: Sendable {
  /// A place for the elements of a box of a value.
  public struct Buffer: Sendable {
    /// Who supplies the elements.
    public enum Kind: Hashable, Sendable {
      /// The caller, with each run, under a name.
      case input(String)
      /// The caller, once, under a name.
      case parameter(String)
      /// The graph.
      case constant
      /// A step.
      case computed
      /// The buffer at an index, whose elements these are under other extents.
      case alias(of: Int)
    }

    /// The value.
    public let value: Value
    /// The type of the whole value.
    public let type: TensorType
    /// The part of it that is held.
    public let box: Region
    /// Who supplies the elements.
    public let kind: Kind

    /// The size in bytes.
    public var byteCount: Int { box.count * type.elementType.byteCount }
  }

  /// A box of a node's result, computed from buffers into a buffer.
  public struct Step: Sendable {
    /// The node that says what is computed.
    public let node: Value
    /// The part of the result.
    public let box: Region
    /// The buffers of the operands.
    public let operands: [Int]
    /// The buffer of the result.
    public let result: Int
  }

  /// The graph that was scheduled.
  public let graph: Graph
  /// All buffers; an alias comes after what it aliases.
  public private(set) var buffers: [Buffer] = []
  /// All steps in the order in which they run.
  public private(set) var steps: [Step] = []
  /// The buffer of each output of the graph.
  public private(set) var outputs: [Int] = []
  /// The buffer of each update of the graph.
  public private(set) var updates: [Int] = []

  /// The program for one rank: a step per node, over the whole of it.
  public init(_ graph: Graph) throws(Diagnostic) {
    self.graph = graph
    if let mesh = graph.mesh, mesh.count > 1 {
      throw Diagnostic(
        "'\(graph.name)' is split over \(mesh.count) ranks, expected one rank's part")
    }
    let exits = (graph.outputs + graph.updates).map(\.value)
    var isNeeded = [Bool](repeating: false, count: graph.nodes.count)
    for value in exits { isNeeded[value.index] = true }
    for index in graph.nodes.indices.reversed() where isNeeded[index] {
      for operand in graph.nodes[index].operands { isNeeded[operand.index] = true }
    }
    var bufferOf = [Int](repeating: -1, count: graph.nodes.count)
    for value in graph.values where isNeeded[value.index] {
      bufferOf[value.index] = schedule(value, bufferOf)
    }
    outputs = graph.outputs.map { bufferOf[$0.value.index] }
    updates = graph.updates.map { bufferOf[$0.value.index] }
  }

  /// Adds the buffer of a value, and its step unless none is needed; returns the buffer.
  private mutating func schedule(_ value: Value, _ bufferOf: [Int]) -> Int {
    let node = graph[value]
    let operands = node.operands.map { bufferOf[$0.index] }
    let kind: Buffer.Kind =
      switch node.op {
      case let input as Input: .input(input.name)
      case let parameter as Parameter: .parameter(parameter.name)
      case is Constant: .constant
      case is Reshape: .alias(of: operands[0])
      default: .computed
      }
    buffers.append(Buffer(value: value, type: node.type, box: node.type.whole, kind: kind))
    if kind == .computed {
      steps.append(
        Step(
          node: value, box: node.type.whole, operands: operands, result: buffers.count - 1))
    }
    return buffers.count - 1
  }
}
