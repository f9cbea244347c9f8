/// A program as the run time of a library takes it: steps of calls, and where their memory is.
struct LibraryTables {
  /// Where a value is.
  struct Place: Hashable {
    /// Who has the memory, as `gc_owner` spells it.
    let owner: String
    /// The number of the input or output.
    var index = 0
    /// The bytes from the start of the arena or of the weights.
    var offset = 0
  }

  /// Calls that compute a value.
  struct Step {
    /// The result, the operands, and the working memory that threads share.
    let places: [Place]
    /// The calls.
    let calls: [NativeCall]
    /// What is computed.
    let comment: String
  }

  /// The steps, in order.
  private(set) var steps: [Step] = []
  /// The parameters and constants, each at the start of a cache line.
  private(set) var weights: [(offset: Int, array: NDArray)] = []
  /// The inputs and outputs, in the order of the model.
  let inputs: [(name: String, type: TensorType)], outputs: [(name: String, type: TensorType)]
  /// The bytes of the arena.
  let arenaByteCount: Int

  private let program: Program
  private let plan: MemoryPlan
  private var weightsByteCount = 0
  private var weightPlaces: [Int: Place] = [:]

  /// The tables of a program with its packed parameters.
  ///
  /// Throws where a step has no native code.
  init(_ lowered: LoweredProgram, parameters: [String: NDArray]) throws(Diagnostic) {
    program = lowered.program
    let graph = program.graph
    if let update = graph.updates.first {
      throw Diagnostic(
        "a library keeps no state, but '\(graph.name)' changes parameter '\(update.name)'")
    }
    var kernels: [Kernel] = []
    for (step, code) in zip(program.steps, lowered.steps) {
      let isCopied = step.box.isEmpty || graph[step.node].op is Assemble
      guard isCopied || code != nil else { throw program.lacksCode(step) }
      kernels.append(
        Kernel(
          sharedScratch: code?.sharedScratch ?? 0, inPlaceOperands: code?.inPlaceOperands ?? []
        ) { _ in })
    }
    // What threads need by themselves lies behind the arena, for as many as a session has.
    plan = MemoryPlan(program, kernels, threads: 0)
    arenaByteCount = plan.arenaByteCount
    let isUsed = program.usedBuffers
    inputs = program.buffers.enumerated().compactMap { index, buffer in
      if case .input(let name) = buffer.kind, isUsed[index] { (name, buffer.type) } else { nil }
    }
    outputs = program.exits.map { ($0.output.name, graph[$0.output.value].type) }
    for (index, code) in lowered.steps.enumerated() where !program.steps[index].box.isEmpty {
      try append(index, code, parameters)
    }
    for (index, exit) in program.exits.enumerated() {
      try copy(exit, toOutput: index, parameters)
    }
  }

  /// The bytes that the thread needs that needs most.
  var scratchByteCount: Int { steps.flatMap(\.calls).map(\.scratchPerThread).max() ?? 0 }

  private mutating func append(
    _ index: Int, _ code: NativeStep?, _ parameters: [String: NDArray]
  ) throws(Diagnostic) {
    let step = program.steps[index]
    var places = [try place(step.result, parameters)]
    for operand in step.operands { places.append(try place(operand, parameters)) }
    places.append(Place(owner: "GC_ARENA", offset: plan.scratchOffsets[index]))
    let calls =
      code?.calls ?? program.copies(of: step).map { .copying($0.copy, from: 1 + $0.operand) }
    steps.append(Step(places: places, calls: calls, comment: program.spelling(ofStep: index)))
  }

  /// Adds the copy of an output that is not computed where it belongs.
  private mutating func copy(
    _ exit: Program.Exit, toOutput index: Int, _ parameters: [String: NDArray]
  ) throws(Diagnostic) {
    let buffer = program.buffers[exit.buffer]
    if plan.locations[exit.buffer] == .output(index) || buffer.box.isEmpty { return }
    let copy = BoxCopy(
      buffer.box, from: buffer.layout, to: BoxLayout(buffer.type.whole),
      elementByteCount: buffer.type.elementType.byteCount)
    steps.append(
      Step(
        places: [Place(owner: "GC_OUTPUT", index: index), try place(exit.buffer, parameters)],
        calls: [.copying(copy, from: 1)], comment: "output \(CLiteral.string(exit.output.name))"))
  }

  /// Returns where a buffer is; weights get a place when they are first asked for.
  private mutating func place(_ buffer: Int, _ parameters: [String: NDArray])
    throws(Diagnostic) -> Place
  {
    let root: Int
    switch plan.locations[buffer] {
    case .arena(let offset): return Place(owner: "GC_ARENA", offset: offset)
    case .output(let index): return Place(owner: "GC_OUTPUT", index: index)
    case .bound(let bound): root = bound
    }
    if let known = weightPlaces[root] { return known }
    let array: NDArray
    switch program.buffers[root].kind {
    case .input(let name):
      // Every input that a step reads is listed.
      return Place(owner: "GC_INPUT", index: inputs.firstIndex { $0.name == name }!)
    case .parameter(let name):
      guard let given = parameters[name] else {
        throw Diagnostic("parameter '\(name)' is missing")
      }
      array = given
    case .constant, .computed, .alias:
      guard let constant = program.graph[program.buffers[root].value].op as? Constant else {
        preconditionFailure("'\(program.graph.spelling(program.buffers[root].value))' is nowhere")
      }
      array = constant.value
    }
    let place = Place(owner: "GC_WEIGHTS", offset: weightsByteCount)
    weights.append((weightsByteCount, array))
    weightsByteCount += Kernel.roundUp(array.byteCount)
    weightPlaces[root] = place
    return place
  }
}

extension Program {
  /// Returns the diagnostic for a step that is computed by its definition only.
  fileprivate func lacksCode(_ step: Step) -> Diagnostic {
    let node = graph[step.node]
    return Diagnostic(
      "'\(graph.spelling(step.node))' (\(AllOps.spelling(node.op))) of \(node.type) has no native "
        + "code, which a library needs for every step", at: node.site)
  }
}

extension NativeCall {
  /// The call that copies a box out of a place into the result.
  fileprivate static func copying(_ copy: BoxCopy, from memory: Int) -> NativeCall {
    let head = [
      memory, copy.start.source, copy.start.target, copy.rowByteCount, copy.rowCount,
      copy.levels.count,
    ]
    let levels = copy.levels.flatMap { [$0.count, $0.source, $0.target] }
    return NativeCall(
      code: NativeCode(source: "#include \"copy_rows.h\"\n"),
      arguments: (head + levels).map(Int64.init))
  }
}
