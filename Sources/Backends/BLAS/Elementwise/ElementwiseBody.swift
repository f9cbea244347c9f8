/// A graph of pointwise functions and broadcasts as instructions over leaves, which are read with a
/// distance for each dimension of the result.
struct ElementwiseBody {
  /// A tensor that is read.
  struct Leaf: Hashable {
    /// Where its elements are.
    enum Origin: Hashable {
      /// In an operand of the step.
      case operand(Int)
      /// Where the step's main op has put its result.
      case main
      /// In a constant of the graph.
      case constant(Value)
    }

    /// Where its elements are.
    let origin: Origin
    /// The distance in elements along each dimension of the result.
    let strides: [Int]
  }

  /// The tensors that are read.
  private(set) var leaves: [Leaf] = []
  /// What is done with them.
  private(set) var program = ElementwiseProgram([])

  /// The body of a graph with one output whose inputs are the step's operands in order; `main` is a
  /// value that something else computes. Nil where the graph has other nodes, or another type.
  init?(_ graph: Graph, main: Value? = nil) {
    let output = graph.outputs[0].value
    let extents = graph[output].type.extents
    var tensors = [Tensor?](repeating: nil, count: graph.nodes.count)
    var instructions: [ElementwiseProgram.Instruction] = []
    var inputCount = 0
    for value in graph.values {
      let node = graph[value]
      let origin: Leaf.Origin? =
        switch node.op {
        case is Input: .operand(inputCount)
        case is Constant: .constant(value)
        default: value == main ? .main : nil
        }
      if node.op is Input { inputCount += 1 }
      if let main, value < main, !(node.op is Input), !(node.op is Constant) { continue }
      guard node.type.elementType == .f32 else { return nil }
      if let origin {
        tensors[value.index] = .leaf(origin, Extents.strides(node.type.extents))
        continue
      }
      let operands = node.operands.compactMap { tensors[$0.index] }
      guard operands.count == node.operands.count else { return nil }
      if let broadcast = node.op as? Broadcast {
        guard case .leaf(let origin, let strides) = operands[0] else { return nil }
        let operand = graph[node.operands[0]].type
        tensors[value.index] = .leaf(origin, broadcast.strides(strides, operand))
      } else if let pointwise = node.op as? Pointwise, node.type.extents == extents,
        let function = ElementFunction(pointwise)
      {
        let sources = operands.map { source($0) }
        instructions.append(
          .init(function: function, x: sources[0], y: sources.last ?? sources[0], register: nil))
        tensors[value.index] = .register(instructions.count - 1)
      } else {
        return nil
      }
    }
    guard let result = tensors[output.index] else { return nil }
    if result != .register(instructions.count - 1) || instructions.isEmpty {
      let source = source(result)
      instructions.append(.init(function: .copy, x: source, y: source, register: nil))
    }
    program = ElementwiseProgram(instructions)
  }

  private enum Tensor: Hashable {
    case leaf(Leaf.Origin, _ strides: [Int])
    case register(Int)
  }

  private mutating func source(_ tensor: Tensor) -> ElementwiseProgram.Source {
    switch tensor {
    case .register(let index): return .register(index)
    case .leaf(let origin, let strides):
      let leaf = Leaf(origin: origin, strides: strides)
      if let index = leaves.firstIndex(of: leaf) { return .leaf(index) }
      leaves.append(leaf)
      return .leaf(leaves.count - 1)
    }
  }
}
