import BLASBackend
import ReferenceBackend
import Support
import Testing

/// What holds for the memory of every program.
@Suite struct `a memory plan` {
  @Test(arguments: 0..<200)
  func `never writes over a value that is read later`(_ seed: Int) throws {
    let graph = try randomGraph(seed)
    let program = try Program(graph)
    let executable = try BLASBackend().compile(program, threads: 2)
    check(executable)

    var inputs: [String: NDArray] = [:]
    for name in ["a", "b"] {
      inputs[name] = .random(TensorType(.f32, [4, 6]), seed: UInt64(seed), name: name)
    }
    let got = try executable.makeSession().run(inputs)
    let expected = try ReferenceBackend().compile(program, threads: 1).makeSession().run(inputs)
    for output in graph.outputs {
      let (x, y) = (try #require(got[output.name]), try #require(expected[output.name]))
      #expect(Comparison(x, to: y).isWithin(absolute: 1e-5, relative: 1e-5), "seed \(seed)")
    }
  }

  @Test func `lets a pointwise step take over its dead operand only`() throws {
    let graph = try Parser.graph(
      """
      graph @net {
        %x = input @x : f32[64]
        %a = exp(%x) : f32[64]
        %b = relu(%a) : f32[64]
        %c = add(%a, %b) : f32[64]
        %d = reshape(%c) {extents = [8, 8]} : f32[8, 8]
        %e = transpose(%d) {permutation = [1, 0]} : f32[8, 8]
        output @e = %e
      }
      """)
    let executable = try BLASBackend().compile(Program(graph), threads: 1)
    let locations = executable.plan.locations
    #expect(locations[1] != locations[2])
    #expect(locations[3] == locations[1])
    #expect(locations[4] == locations[3])
    #expect(locations[5] == .output(0))
    #expect(executable.arenaByteCount >= 512)
    check(executable)
  }

  @Test func `binds inputs, constants and outputs without a copy`() throws {
    let graph = try Parser.graph(
      """
      graph @net {
        %x = input @x : f32[2, 3]
        %c = constant() {value = dense f32[6] [1, 2, 3, 4, 5, 6]} : f32[6]
        %y = reshape(%x) {extents = [6]} : f32[6]
        %z = add(%y, %c) : f32[6]
        %r = reshape(%z) {extents = [3, 2]} : f32[3, 2]
        output @y = %y
        output @z = %z
        output @r = %r
        output @c = %c
      }
      """)
    let executable = try BLASBackend().compile(Program(graph), threads: 1)
    #expect(executable.arenaByteCount == 0)
    let session = try executable.makeSession()
    let results = try session.run(["x": NDArray(.f32, [2, 3], [1, 1, 1, 1, 1, 1])])
    #expect(results["y"] == NDArray(.f32, [6], [1, 1, 1, 1, 1, 1]))
    #expect(results["z"] == NDArray(.f32, [6], [2, 3, 4, 5, 6, 7]))
    #expect(results["r"] == NDArray(.f32, [3, 2], [2, 3, 4, 5, 6, 7]))
    #expect(results["c"] == NDArray(.f32, [6], [1, 2, 3, 4, 5, 6]))
  }

  /// Follows which value each byte of the arena holds.
  private func check(_ executable: Executable) {
    let (program, plan) = (executable.program, executable.plan)
    var held: [(bytes: Range<Int>, buffer: Int)] = []
    func root(_ buffer: Int) -> Int {
      if case .alias(let other) = program.buffers[buffer].kind { root(other) } else { buffer }
    }
    func write(_ bytes: Range<Int>, _ buffer: Int?) {
      held.removeAll { $0.bytes.overlaps(bytes) }
      if let buffer { held.append((bytes, buffer)) }
      #expect(bytes.upperBound <= executable.arenaByteCount)
    }
    for (index, step) in program.steps.enumerated() {
      let scratch = executable.kernels[index].scratch(threads: executable.threads)
      if scratch > 0 {
        write(plan.scratchOffsets[index]..<plan.scratchOffsets[index] + scratch, nil)
      }
      for operand in step.operands {
        guard case .arena(let offset) = plan.locations[operand] else { continue }
        let isHeld = held.contains {
          $0.bytes.lowerBound == offset && $0.buffer == root(operand)
        }
        #expect(isHeld, "step \(index) reads buffer \(operand) after it was overwritten")
      }
      let byteCount = program.buffers[step.result].byteCount
      guard case .arena(let offset) = plan.locations[step.result], byteCount > 0 else { continue }
      for operand in step.operands where plan.locations[operand] != plan.locations[step.result] {
        guard case .arena(let other) = plan.locations[operand] else { continue }
        let bytes = other..<other + program.buffers[operand].byteCount
        #expect(!bytes.overlaps(offset..<offset + byteCount))
      }
      write(offset..<offset + byteCount, step.result)
    }
  }

  /// A graph of ops on 24 elements.
  private func randomGraph(_ seed: Int) throws -> Graph {
    var draw = Draw(seed, "graph")
    var graph = Graph(name: "random")
    let type = TensorType(.f32, [4, 6])
    var values = [
      try graph.append(Input(name: "a", type: type)),
      try graph.append(Input(name: "b", type: type)),
    ]
    for _ in 0..<draw(3...25) {
      let x = values[draw.isLucky(2) ? values.count - 1 : draw(0...values.count - 1)]
      let y = values[draw(0...values.count - 1)]
      let extents = graph[x].type.extents
      switch draw(0...5) {
      case 0: values.append(try graph.append(Pointwise("tanh"), [x]))
      case 1:
        let same = try graph.append(Reshape(extents: extents), [y])
        values.append(try graph.append(Pointwise("add"), [x, same]))
      case 2:
        values.append(try graph.append(Reshape(extents: draw.isLucky(2) ? [24] : [2, 12]), [x]))
      case 3:
        let permutation = Array((0..<extents.count).reversed())
        values.append(try graph.append(Transpose(permutation: permutation), [x]))
      case 4: values.append(try graph.append(Softmax(axes: [extents.count - 1]), [x]))
      default: values.append(try graph.append(Pointwise("multiply"), [x, x]))
      }
    }
    graph.output("last", values[values.count - 1])
    for index in 0..<draw(0...3) { graph.output("\(index)", values[draw(0...values.count - 1)]) }
    return graph
  }
}
