import Driver
import GraphRuntime
import Passes

/// The page that follows a small model through the compiler.
enum Tour {
  private static let source = """
    import Frontend

    let model = Model("tour") { model in
      let image = model.input("image", [1, 1, 6, 6])
      let features = image
        .convolution(2, kernel: 3, padding: .same, bias: false, name: "conv")
        .batchNorm(name: "norm")
        .relu()
      model.output("pooled", features.maxPool(2))
    }
    """

  /// Returns the page.
  static func text() throws -> String {
    let traced = try DocumentTests.graph(ofModel: source)
    var options = CompileOptions()
    options.threads = 2
    options.backend = "blas"
    let blas = try Compilation.compile(TracedModel(traced), options)
    options.backend = "reference"
    let reference = try Compilation.compile(TracedModel(traced), options)
    return [
      "# A tour: from Swift to numbers",
      "This page is written by a test (`make bless`), so what it shows is what the code does.",
      "## The model\n\nA model file is plain Swift. `graphc compile model.swift` builds it with `swiftc` "
        + "and runs it; running it *traces* the network.",
      block(source, "swift"),
      "## The graph\n\nThe traced graph is a list of nodes in topological order. Layers have become ops: a "
        + "batch norm is arithmetic on four parameters, and broadcasts are explicit. This is "
        + "`graphc compile model.swift --emit traced`.",
      block(Printer.text(traced)),
      "## An op over a box\n\nEvery op answers two questions about a box of its result, in global "
        + "coordinates: which box of each operand is read, and what are the elements. A rank, a tile and a "
        + "thread's share are all the same thing, a box.",
      block(try reads(traced)),
      "## The passes\n\n`Pipeline.inference` is a list of passes; the graph is verified after each. Here is "
        + "the text after every pass that changed it (`graphc opt net.gir --passes … --print-after change`).",
      try passes(traced),
      "## The plan\n\nA program is a list of steps over buffers. The memory plan gives each buffer a place: "
        + "memory of the caller, an output, or an offset in one arena that is used again when a buffer is dead.",
      block(plan(blas)),
      "## The numbers\n\nThe same input through both backends: the definitions (`reference`), and matrix "
        + "products and vector code (`blas`).",
      block(try numbers(reference, blas)),
      "## Two ranks\n\n`--mesh 2x1` cuts the image's height at 3. `partition` carries the cut from value to "
        + "value; the boxes behind `at` are those of the two ranks, and `because` says why.",
      block(try distributed(reference.graph, upTo: "partition")),
      "The second row of the pooled image needs rows 2 and 3, and rank 1 has row 3: `insert-halos` makes an "
        + "`exchange`, behind which rank 0 holds one row more. The input has no exchange: each rank takes the "
        + "rows that it reads from the caller's array.",
      block(try distributed(reference.graph, upTo: "insert-halos")),
      "Each rank has a graph of its own (`--emit local:0`), in which the exchange lists its messages.",
      block(try local(reference.graph)),
      block(try ranks(traced)),
    ].joined(separator: "\n\n") + "\n"
  }

  private static func block(_ text: String, _ language: String = "") -> String {
    let trimmed = text.hasSuffix("\n") ? String(text.dropLast()) : text
    return "```\(language)\n\(trimmed)\n```"
  }

  /// Returns what the convolution reads for a corner of its result, and that it suffices.
  private static func reads(_ graph: Graph) throws -> String {
    let index = try required(graph.nodes.firstIndex { $0.op is Convolution })
    let node = graph.nodes[index]
    let types = node.operands.map { graph[$0].type }
    let part = Region([0..<1, 0..<2, 0..<3, 0..<3])
    let reads = node.op.reads(part, of: types)
    let whole = types.enumerated().map { operand, type in
      let random = CounterRandom(seed: 1, name: "operand \(operand)")
      return PlacedArray(
        NDArray(type.elementType, type.extents, (0..<type.count).map { random.normal($0) }))
    }
    let held = zip(whole, reads).map { PlacedArray($0.slice($1), at: $1, of: $0.extents) }
    let all = PlacedArray(node.op.evaluate(whole, over: node.type.whole))
    let isEqual = node.op.evaluate(held, over: part) == all.slice(part)
    return """
      the result       \(node.type)
      a box of it      \(part)
      reads of image   \(reads[0])
      reads of weight  \(reads[1])
      computed from these boxes alone, bit for bit the same: \(isEqual)
      """
  }

  private static func passes(_ graph: Graph) throws -> String {
    var (current, parts) = (graph, [String]())
    for pass in Pipeline.inference.passes {
      let (next, report) = try Pipeline([pass]).run(current)
      if report.steps.contains(where: \.isChanged) {
        parts.append("### \(pass.name)\n\nIt \(pass.summary).\n\n" + block(Printer.text(next)))
      }
      current = next
    }
    return parts.joined(separator: "\n\n")
  }

  private static func plan(_ model: CompiledModel) -> String {
    let program = model.executables[0].program
    let plan = model.executables[0].plan
    func place(_ buffer: Int) -> String {
      switch plan.locations[buffer] {
      case .bound(let root): "bound (buffer \(root))"
      case .output(let index): "output @\(program.graph.outputs[index].name)"
      case .arena(let offset): "arena + \(offset)"
      }
    }
    var lines = program.steps.enumerated().map { index, step in
      let node = program.graph[step.node]
      return "step \(index): \(AllOps.spelling(node.op)) over \(step.box), reads buffers "
        + "\(step.operands) → buffer \(step.result)"
    }
    lines += program.buffers.indices.map { index in
      "buffer \(index): \(program.buffers[index].type), \(place(index))"
    }
    lines.append("arena: \(model.executables[0].arenaByteCount) bytes, with working memory")
    let fallbacks = model.executables[0].fallbacks.map(\.op)
    lines.append(
      "steps computed by definition: " + (fallbacks.isEmpty ? "none" : "\(fallbacks)"))
    return lines.joined(separator: "\n")
  }

  private static func numbers(_ reference: CompiledModel, _ blas: CompiledModel) throws -> String {
    let values = (0..<36).map { Double($0 % 7) / 7 }
    let input = ["image": NDArray(.f32, [1, 1, 6, 6], values)]
    func run(_ model: CompiledModel) throws -> NDArray {
      let session = try model.executables[0].makeSession(parameters: model.parameters)
      return try required(try session.run(input)["pooled"])
    }
    let (a, b) = (try run(reference), try run(blas))
    let rows = a.asDoubles().map { Decimals.text($0, 5) }
    let lines = stride(from: 0, to: rows.count, by: 3).map { start in
      rows[start..<start + 3].joined(separator: "  ")
    }
    let isClose = Comparison(b, to: a).maxAbsolute < 1e-6
    return "pooled = \(TensorType(a.elementType, a.extents))\n" + lines.joined(separator: "\n")
      + "\nboth backends agree to 1e-6: \(isClose)"
  }

  /// Returns the graph on two ranks after the passes up to one, without leaves of prepared graphs.
  private static func distributed(_ graph: Graph, upTo last: String) throws -> String {
    let passes = Pipeline.distribution(MeshRequest([2, 1])).passes
    let count = try required(passes.firstIndex { $0.name == last }) + 1
    return nodes(try Pipeline(Array(passes.prefix(count))).run(graph).graph)
  }

  /// Returns the graph of the first of two ranks.
  private static func local(_ graph: Graph) throws -> String {
    let split = try Pipeline.distribution(MeshRequest([2, 1])).run(graph).graph
    return nodes(try split.localized(rank: 0))
  }

  /// Returns the text of a graph without its prepared ones.
  private static func nodes(_ graph: Graph) -> String {
    var graph = graph
    graph.prepare = []
    return Printer.text(graph)
  }

  /// Returns whether two ranks in lockstep compute the same bits as one.
  private static func ranks(_ traced: Graph) throws -> String {
    var options = CompileOptions()
    options.backend = "reference"
    var one = try Compilation.compile(TracedModel(traced), options)
    options.mesh = try MeshArgument(
      "lockstep:2x1", ranks: nil, cuts: [], machine: nil, allowGather: false)
    var two = try Compilation.compile(TracedModel(traced), options)
    let input = ["image": NDArray(.f32, [1, 1, 6, 6], (0..<36).map { Double($0 % 7) / 7 })]
    let alone = try required(try one.makeSession().run(input)["pooled"])
    let together = try required(try two.makeSession().run(input)["pooled"])
    return "bytes sent: \(two.summary.haloByteCount)\n"
      + "two ranks in lockstep, bit for bit the same as one: \(alone == together)"
  }

  private static func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Document.Outdated(description: "the tour's model has changed") }
    return value
  }
}
