import GraphIR
import Passes
import Support
import Testing

/// Reductions over split axes, whose expansion has the bits of the op.
@Suite struct `an expanded reduction` {
  @Test(arguments: [ElementType.f64, .f32, .f16, .bf16, .i32, .u64, .bool])
  func `has the bits of the op`(_ type: ElementType) throws {
    for seed in 1...60 as ClosedRange<UInt64> {
      var draw = Choices(seed)
      let extents = [1 + draw.below(2), 1 + draw.below(3), 1 + draw.below(9), 1 + draw.below(9)]
      let x = draw.array(TensorType(type, extents))
      for op in Self.ops(&draw) where (try? op.resultType([TensorType(type, extents)])) != nil {
        let graph = try Self.graph(op, x)
        let mesh = draw.mesh(extents)
        let passes = [Pass.partition(mesh), .expandReductions, .insertHalos(allowGather: true)]
        let split = try Pipeline(passes).run(graph).graph
        var bindings = Bindings(for: graph, seed: seed)
        bindings.inputs["x"] = x
        let expected = try #require(graph.evaluated(bindings)["y"])
        let found = try #require(try split.runInLockstep(bindings)["y"])
        #expect(found.isSame(as: expected), "seed \(seed): \(x.spelling)\n\(split)")
      }
    }
  }

  @Test func `leaves no softmax over a split axis, whatever the cuts`() throws {
    let graph = try Self.graph(Softmax(axes: [3, 1]), NDArray(zeros: .f32, [1, 2, 5, 9]))
    for cuts in [[0, 4], [4, 4], [9, 9], [1, 8]] {
      let mesh = MeshRequest([2, 3], cuts: [MeshRequest.Cuts("w", cuts)])
      let split = try Pipeline([.partition(mesh), .expandReductions]).run(graph).graph
      let isSplit = cuts != [9, 9]
      #expect(split.nodes.contains { $0.op is Softmax } == !isSplit)
      #expect(split.nodes.contains { $0.op is TreeJoin } == isSplit)
    }
  }

  @Test func `stays in the graph of one rank`() throws {
    let graph = try Self.graph(
      Reduce(function: .maximum, axes: [3]), NDArray(zeros: .f32, [1, 1, 4, 4]))
    let split = try Pipeline([.partition(MeshRequest([1, 2])), .insertHalos()]).run(graph).graph
    let local = try split.localized(rank: 1)
    let result = try Pipeline([.expandReductions]).run(local).graph
    #expect(Printer.text(result) == Printer.text(local))
  }

  /// One op of each kind, over axes in any order.
  private static func ops(_ draw: inout Choices) -> [any Op] {
    let axes = [[2], [3], [2, 3], [3, 2], [1, 3], [3, 1, 2], [3, 0]][draw.below(7)]
    let arguments = (axis: 1 + draw.below(3), lastIndex: draw.below(2) == 0)
    return [
      Softmax(axes: axes), LogSoftmax(axes: axes), TreeSum(axes: axes),
      ArgReduce(function: .maximum, axis: arguments.axis, lastIndex: arguments.lastIndex),
      ArgReduce(function: .minimum, axis: arguments.axis, lastIndex: arguments.lastIndex),
    ] + Reduce.Function.allCases.map { Reduce(function: $0, axes: axes) }
  }

  /// The graph of an op on an input like `x`.
  private static func graph(_ op: any Op, _ x: NDArray) throws -> Graph {
    var graph = Graph(name: "case")
    let input = Input(name: "x", type: TensorType(x.elementType, x.extents))
    graph.output("y", try graph.append(op, [try graph.append(input)]))
    return graph
  }
}

/// Numbers drawn one after the other.
private struct Choices {
  private let random: CounterRandom
  private var drawn = 0

  init(_ seed: UInt64) { random = CounterRandom(seed: seed, name: "reductions") }

  mutating func below(_ count: Int) -> Int {
    drawn += 1
    return Int(random.bits(drawn).0 >> 8) % count
  }

  /// Returns a mesh over h and w, with cuts of all kinds.
  mutating func mesh(_ extents: [Int]) -> MeshRequest {
    let counts = [1 + below(3), 1 + below(3)]
    var cuts: [MeshRequest.Cuts] = []
    for (name, (count, extent)) in zip(["h", "w"], zip(counts, extents.dropFirst(2))) {
      let positions = (1..<count).map { _ in below(extent + 1) }.sorted()
      if below(3) > 0 && count > 1 { cuts.append(.init(name, positions)) }
    }
    return MeshRequest(counts, cuts: cuts)
  }

  /// Returns an array of few different elements: so extremes repeat, and rows of −∞ occur.
  mutating func array(_ type: TensorType) -> NDArray {
    let specials = [-.infinity, -0.0, 0.0, .infinity, .nan, 1e-40, 3, -3]
    let (first, count) = (below(specials.count), 1 + below(specials.count))
    let isNormal = below(2) == 0
    let values = (0..<type.count).map { _ -> Double in
      let value = specials[(first + below(count)) % specials.count]
      return isNormal && below(4) > 0 ? random.normal(drawn) : value
    }
    return NDArray(.f64, type.extents, values).converted(to: type.elementType)
  }
}
