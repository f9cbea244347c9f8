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
    /// The offset of the element for the first one of the result's box.
    let start: Int
    /// The distance in elements along each dimension of the result.
    let strides: [Int]
  }

  /// The part of the result that is computed.
  let box: Region
  /// The tensors that are read.
  private(set) var leaves: [Leaf] = []
  /// What is done with them.
  private(set) var program = ElementwiseProgram([])

  /// The body of a graph with one output whose inputs are the step's operands in order; `main` is a
  /// value that something else computes, over the result's box. Nil where the graph has other nodes,
  /// or another type.
  init?(_ graph: Graph, main: Value? = nil, _ signature: Signature) {
    let output = graph.outputs[0].value
    let extents = graph[output].type.extents
    box = signature.result.box
    var tensors = [Tensor?](repeating: nil, count: graph.nodes.count)
    var instructions: [ElementwiseProgram.Instruction] = []
    var inputCount = 0
    for value in graph.values {
      let node = graph[value]
      let place: (origin: Leaf.Origin, held: Region)? =
        switch node.op {
        case is Input: (.operand(inputCount), signature.operands[inputCount].box)
        case is Constant: (.constant(value), node.type.whole)
        default: value == main ? (.main, signature.result.memory) : nil
        }
      if node.op is Input { inputCount += 1 }
      if let main, value < main, !(node.op is Input), !(node.op is Constant) { continue }
      guard node.type.elementType == .f32 else { return nil }
      if let place {
        tensors[value.index] = .leaf(place.origin, Place(holding: place.held))
        continue
      }
      let operands = node.operands.compactMap { tensors[$0.index] }
      guard operands.count == node.operands.count else { return nil }
      if let broadcast = node.op as? Broadcast {
        guard case .leaf(let origin, let place) = operands[0] else { return nil }
        let operand = graph[node.operands[0]].type
        tensors[value.index] = .leaf(origin, place.broadcast(by: broadcast, operand))
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
    case leaf(Leaf.Origin, Place)
    case register(Int)
  }

  /// Where the element at each global coordinate of a tensor is.
  private struct Place: Hashable {
    /// The offset that the coordinate 0 has, or would have.
    let origin: Int
    /// The distance along each dimension.
    let strides: [Int]

    init(origin: Int, strides: [Int]) { (self.origin, self.strides) = (origin, strides) }

    init(holding box: Region) {
      strides = Extents.strides(box.extents)
      origin = -zip(box.bounds, strides).reduce(0) { $0 + $1.0.lowerBound * $1.1 }
    }

    /// Returns the offset of the first element of a box.
    func offset(of box: Region) -> Int {
      zip(box.bounds, strides).reduce(origin) { $0 + $1.0.lowerBound * $1.1 }
    }

    /// Returns where the elements of a broadcast are.
    func broadcast(by op: Broadcast, _ operand: TensorType) -> Place {
      var result = [Int](repeating: 0, count: op.extents.count)
      for (dimension, axis) in op.axes.enumerated() where operand.extents[dimension] != 1 {
        result[axis] = strides[dimension]
      }
      return Place(origin: origin, strides: result)
    }
  }

  private mutating func source(_ tensor: Tensor) -> ElementwiseProgram.Source {
    switch tensor {
    case .register(let index): return .register(index)
    case .leaf(let origin, let place):
      let leaf = Leaf(
        origin: origin, start: place.offset(of: box), strides: place.strides)
      if let index = leaves.firstIndex(of: leaf) { return .leaf(index) }
      leaves.append(leaf)
      return .leaf(leaves.count - 1)
    }
  }
}
