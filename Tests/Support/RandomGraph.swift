import GraphIR

extension Graph {
  /// A graph of about `count` ops, drawn from `seed`: of all kinds that passes know, with many that
  /// do nothing, on small tensors of few types.
  package static func random(seed: UInt64, count: Int = 24) -> Graph {
    var maker = GraphMaker(seed: seed)
    return maker.graph(count)
  }
}

/// Draws ops and operands until they fit.
private struct GraphMaker {
  private let random: CounterRandom
  private var drawn = 0
  private let image = TensorType(.f32, [1, 2, 6])
  private var graph = Graph(name: "random")

  init(seed: UInt64) { random = CounterRandom(seed: seed, name: "graph") }

  mutating func graph(_ count: Int) -> Graph {
    leaves()
    let leafCount = graph.nodes.count
    while graph.nodes.count < leafCount + count {
      if integer(8) == 0 { block() }
      let last = Value(graph.nodes.count - 1)
      append(behind: pick([last, last, pick(graph.values), pick(values { $0 == image })]))
    }
    let used = Set(graph.nodes.flatMap(\.operands))
    for value in graph.values.dropFirst(leafCount) where !used.contains(value) || integer(16) == 0 {
      graph.output("y\(value.index)", value)
    }
    return graph
  }

  /// Appends a convolution and a chain of ops, each with the value before and a broadcast.
  private mutating func block() {
    let padding = pick([Edges(1, 1), .none])
    let op = Convolution(stride: [1], dilation: [1], padding: [padding])
    let x = pick(values { $0 == image })
    guard var last = try? graph.append(op, [x] + others(op, x)) else { return }
    for _ in 0..<1 + integer(4) {
      let function = pick(["add", "subtract", "multiply", "add", "multiply", "relu", "prelu"])
      let other = pick(values { $0 == image }.filter { graph[$0].op is Broadcast || bool() })
      let operands = bool() ? [last, other] : [other, last]
      let arity = function == "relu" ? 1 : 2
      if let next = try? graph.append(Pointwise(function), Array(operands.prefix(arity))) {
        last = next
      }
    }
  }

  /// Appends an op that may fit `x`, where it does.
  private mutating func append(behind x: Value) {
    let op = op(for: graph[x].type)
    _ = try? graph.append(op, [x] + others(op, x))
  }

  /// Returns the operands behind the first.
  private mutating func others(_ op: any Op, _ x: Value) -> [Value] {
    let type = graph[x].type
    switch op {
    case let op as Convolution:
      let taps = op.padding.reduce(1) { $0 + $1.low + $1.high }
      return [pick(values { $0.extents == [2, 2, taps] } + values { $0.extents == [2, 2, 3] })]
    case is Select: return [pick(values { $0 == image }), pick(values { $0 == image })]
    case let op as Pointwise where ScalarFunction.named(op.function)?.arity == 1: return []
    case is Pointwise where type == image && bool():
      return [pick(values { $0 == image }.filter { graph[$0].op is Broadcast })]
    case is Pointwise, is Concatenate, is Compare: return [pick(values { $0 == type })]
    default: return []
    }
  }

  private func values(_ isIncluded: (TensorType) -> Bool) -> [Value] {
    graph.values.filter { isIncluded(graph[$0].type) }
  }

  private mutating func leaves() {
    let types = [image, image, TensorType(.i32, [1, 2, 6]), TensorType(.f32, [2])]
    let parameters = [
      TensorType(.f32, [2, 2, 3]), TensorType(.f32, [2, 2, 1]), TensorType(.f32, [2]),
      TensorType(.f32, [2]),
    ]
    let constants = [
      NDArray(.f32, [], [0]), NDArray(.f32, [], [-0.0]), NDArray(.f32, [2], [1, 1]),
      NDArray(.f32, [2], [0.5, -2]), NDArray(.i32, [], [0]), NDArray(.i32, [2], [1, 1]),
    ]
    // All leaves are valid.
    for (index, type) in types.enumerated() {
      _ = try? graph.append(Input(name: "x\(index)", type: type))
    }
    for (index, type) in parameters.enumerated() {
      _ = try? graph.append(Parameter(name: "w\(index)", type: type))
    }
    for constant in constants { _ = try? graph.append(Constant(constant)) }
    for value in graph.values where graph[value].type.rank < 2 {
      _ = try? graph.append(
        Broadcast(extents: image.extents, axes: graph[value].type.rank == 0 ? [] : [1]), [value])
    }
  }

  private mutating func op(for x: TensorType) -> any Op {
    let spatial = max(x.rank - 2, 0)
    switch integer(22) {
    case 0...5:
      return Pointwise(
        pick(["add", "subtract", "multiply", "divide", "maximum", "minimum", "prelu", "add"]))
    case 6...8:
      return Pointwise(
        pick(["negate", "abs", "relu", "exp", "clamp", "round", "complement", "sign"]))
    case 9: return Reshape(extents: pick([x.extents, [x.count], [2, x.count / 2], [1, 2, 6]]))
    case 10: return Transpose(permutation: Array(shuffled(Array(0..<x.rank))))
    case 11, 12:
      return Broadcast(
        extents: image.extents, axes: x.rank == 3 ? [0, 1, 2] : x.rank == 1 ? [1] : [])
    case 13:
      return Slice(
        start: x.extents.map { _ in integer(2) }, count: x.extents.map { max(1, $0 - integer(3)) },
        step: x.extents.map { _ in pick([1, 1, 1, -1, 2]) })
    case 14: return Concatenate(axis: integer(max(x.rank, 1)))
    case 15:
      let edges = x.extents.indices.map {
        $0 < 2 ? Edges.none : Edges(integer(4) - 1, integer(4) - 1)
      }
      return Pad(
        edges: edges, interior: x.extents.map { _ in 0 }, mode: pick([.constant, .replicate]),
        value: pick([0, 0, 0, 1]))
    case 16: return Cast(to: pick([.f32, .f64, .f16, .i32, .i8]))
    case 17: return pick([Select(), Compare(comparison: .less)] as [any Op])
    case 18: return Reduce(function: .maximum, axes: [integer(max(x.rank, 1))])
    default:
      let plain = Convolution.plain(rank: x.rank)
      let padding = (0..<spatial).map { _ in pick([Edges(1, 1), Edges(0, 0), Edges(2, -1)]) }
      return Convolution(stride: plain.stride, dilation: plain.dilation, padding: padding)
    }
  }

  private mutating func integer(_ bound: Int) -> Int {
    drawn += 1
    return Int(random.bits(drawn).0 >> 33) % bound
  }
  private mutating func bool() -> Bool { integer(2) == 0 }
  private mutating func pick<T>(_ choices: [T]) -> T { choices[integer(choices.count)] }
  private mutating func shuffled(_ values: [Int]) -> [Int] {
    var values = values
    for i in values.indices.reversed() { values.swapAt(i, integer(i + 1)) }
    return values
  }
}
