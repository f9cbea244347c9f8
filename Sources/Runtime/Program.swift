@_exported public import GraphIR

/// A graph as a list of steps over buffers: what a backend compiles.
///
/// Only what the outputs and updates depend on is listed. Of a local graph it has what its rank
/// does: each buffer holds the rank's box of a value.
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

    /// The order in which its dimensions lie in memory.
    public internal(set) var order: [Int]

    /// A row-major buffer.
    init(value: Value, type: TensorType, box: Region, kind: Kind) {
      (self.value, self.type, self.box, self.kind) = (value, type, box, kind)
      order = Array(0..<type.rank)
    }

    /// Where its elements are.
    public var layout: BoxLayout { BoxLayout(box, order: order) }
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
    /// What the rank sends and receives, where ranks talk to each other.
    public let exchange: Exchange?
  }

  /// A value that leaves the graph.
  public struct Exit: Sendable {
    /// The value.
    public let output: Graph.Output
    /// Its buffer.
    public let buffer: Int
    /// The part that this rank supplies: what it owns, or on the first rank all of what every rank
    /// has; nil on the others.
    public let part: Region?
  }

  /// The graph that was scheduled.
  public internal(set) var graph: Graph
  /// `true` iff the caller's arrays are what is held of inputs and outputs, not whole tensors.
  public let bindsParts: Bool
  /// All buffers; an alias comes after what it aliases.
  public private(set) var buffers: [Buffer] = []
  /// All steps in the order in which they run.
  public internal(set) var steps: [Step] = []
  /// The outputs of the graph, then the updates.
  public internal(set) var exits: [Exit] = []

  /// The buffer of each output of the graph.
  public var outputs: [Int] { exits.prefix(graph.outputs.count).map(\.buffer) }
  /// The buffer of each update of the graph.
  public var updates: [Int] { exits.dropFirst(graph.outputs.count).map(\.buffer) }

  /// The program of a graph that is not split, or of one rank's part: a step for each node.
  ///
  /// With `bindsParts` the caller's arrays are the boxes that are held. Throws where a rank would read
  /// what it does not have.
  public init(_ graph: Graph, bindsParts: Bool = false) throws(Diagnostic) {
    (self.graph, self.bindsParts) = (graph, bindsParts)
    if let mesh = graph.mesh, mesh.count > 1, graph.rank == nil {
      throw Diagnostic(
        "'\(graph.name)' is split over \(mesh.count) ranks, expected one rank's part")
    }
    var isNeeded = [Bool](repeating: false, count: graph.nodes.count)
    for output in graph.outputs + graph.updates { isNeeded[output.value.index] = true }
    for index in graph.nodes.indices.reversed() where isNeeded[index] {
      for operand in graph.nodes[index].operands { isNeeded[operand.index] = true }
    }
    var bufferOf = [Int](repeating: -1, count: graph.nodes.count)
    for value in graph.values where isNeeded[value.index] {
      bufferOf[value.index] = schedule(value, bufferOf)
    }
    exits = (graph.outputs + graph.updates).map { output in
      let node = graph[output.value]
      let isFirst = graph.rank ?? 0 == 0
      return Exit(
        output: output, buffer: bufferOf[output.value.index],
        part: node.placement?.owned[0] ?? (isFirst ? node.type.whole : nil))
    }
    if graph.mesh != nil {
      try checkBoxes()
      shareRims()
    }
  }

  /// Lets the dimensions of a computed buffer lie in another order.
  ///
  /// - Requires: nothing is an alias of the buffer.
  package mutating func order(_ buffer: Int, as order: [Int]) { buffers[buffer].order = order }

  /// Lets a step read a parameter of another name and type in the place of an operand; returns its
  /// buffer.
  package mutating func bind(
    _ operand: Int, ofStep index: Int, toParameter name: String, _ type: TensorType
  ) {
    let known = buffers.firstIndex { $0.kind == .parameter(name) }
    let step = steps[index]
    if known == nil {
      buffers.append(
        Buffer(
          value: buffers[step.operands[operand]].value, type: type, box: type.whole,
          kind: .parameter(name)))
    }
    var operands = step.operands
    operands[operand] = known ?? buffers.count - 1
    steps[index] = Step(
      node: step.node, box: step.box, operands: operands, result: step.result,
      exchange: step.exchange)
  }

  /// Returns the value and the op of a step as messages spell them.
  package func spelling(ofStep index: Int) -> String {
    let value = steps[index].node
    return "'\(graph.spelling(value))' (\(AllOps.spelling(graph[value].op)))"
  }

  /// Adds the buffer of a value, and its step unless none is needed; returns the buffer.
  private mutating func schedule(_ value: Value, _ bufferOf: [Int]) -> Int {
    let node = graph[value]
    let operands = node.operands.map { bufferOf[$0.index] }
    let box = node.placement?.boxes[0] ?? node.type.whole
    let kind: Buffer.Kind =
      switch node.op {
      case let input as Input: .input(input.name)
      case let parameter as Parameter: .parameter(parameter.name)
      case is Constant: .constant
      case let reshape as Reshape
      where reshape.keepsOrder(
        of: buffers[operands[0]].box, in: buffers[operands[0]].type, to: box):
        .alias(of: operands[0])
      case let exchange as Exchange
      where exchange.phase == .start
        || buffers[operands[0]].box == box && exchange.receives.isEmpty:
        .alias(of: operands[0])
      default: .computed
      }
    buffers.append(Buffer(value: value, type: node.type, box: box, kind: kind))
    let exchange = node.op as? Exchange
    if kind == .computed || exchange != nil {
      steps.append(
        Step(
          node: value, box: box, operands: operands, result: buffers.count - 1, exchange: exchange))
    }
    return buffers.count - 1
  }
}
