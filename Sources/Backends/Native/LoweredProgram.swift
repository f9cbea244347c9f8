import HostSystem

/// A program with code for its steps: what is built, run, or written as a library.
struct LoweredProgram: Sendable {
  /// A parameter that is packed before the first run.
  struct PackedParameter: Sendable {
    /// Its name.
    let name: String
    /// The parameter that it is made from.
    let source: String
    /// How.
    let packing: OperandPacking
  }

  /// The program, whose buffers lie as the kernels expect.
  private(set) var program: Program
  /// The code of each step; nil where it is done without a kernel, or interpreted.
  private(set) var steps: [NativeStep?] = []
  /// The parameters that the graph does not have.
  private(set) var packedParameters: [PackedParameter] = []
  /// The number of threads that the code is chosen for; any number may run it.
  let threads: Int

  private let blockByteCount: Int

  /// Lowers all steps of a program.
  init(
    _ program: Program, threads: Int, blockByteCount: Int = ChainLimits.standard.blockByteCount
  ) {
    self.blockByteCount = blockByteCount
    var ordered = program
    LayoutChoice.apply(to: &ordered)
    self.program = ordered
    self.threads = threads
    for index in program.steps.indices { lower(index) }
  }

  private mutating func lower(_ index: Int) {
    let step = program.steps[index]
    let op = program.graph[step.node].op
    guard !step.box.isEmpty, step.exchange == nil, let lowerable = op as? any NativeLowerable else {
      return steps.append(nil)
    }
    let signature = Signature(step, in: program, threads: threads)
    // Kernels count through 32 dimensions at most.
    if (signature.operands + [signature.result]).contains(where: { $0.box.rank > 32 }) {
      return steps.append(nil)
    }
    var views = StepViews(signature) { program.fixedParameter($0, of: step) != nil }
    views.blockByteCount = blockByteCount
    let code = lowerable.lower(views)
    steps.append(code)
    for packing in code?.packings ?? [] {
      // Only what is fixed is packed.
      let source = program.fixedParameter(packing.operand, of: step)!
      let name = "\(source)|\(packing.digest)"
      if !packedParameters.contains(where: { $0.name == name }) {
        packedParameters.append(
          PackedParameter(name: name, source: source, packing: packing))
      }
      program.bind(packing.operand, ofStep: index, toParameter: name, packing.type)
    }
  }

  /// The kernels of all steps, each once, in the order of their first call.
  var codes: [NativeCode] {
    var (known, codes) = (Set<NativeCode>(), [NativeCode]())
    let calls = packedParameters.flatMap(\.packing.calls) + steps.flatMap { $0?.calls ?? [] }
    for call in calls where known.insert(call.code).inserted { codes.append(call.code) }
    return codes
  }

  /// Returns the program ready to run on a number of threads with built kernels, nil where there are
  /// none.
  func executable(_ built: BuiltKernels?, threads: Int) throws(Diagnostic) -> Executable {
    let library = built?.library
    var kernels: [Kernel?] = []
    for (step, code) in zip(program.steps, steps) {
      // Where a step has code there is a library.
      kernels.append(
        try code.map { (code) throws(Diagnostic) in
          try Kernel(code, operandCount: step.operands.count, library!)
        })
    }
    var packings: [Packing] = []
    for packed in packedParameters {
      let kernel = try Kernel(
        NativeStep(calls: packed.packing.calls), operandCount: 1, library!)
      packings.append(
        Packing(
          name: packed.name, type: packed.packing.type, source: packed.source, kernel: kernel))
    }
    return Executable(
      program, threads: threads, kernels: kernels, packings: packings, objectCode: built?.code)
  }
}

extension Program {
  /// Returns the name of the parameter that a step's operand is, where nothing changes it and the step
  /// reads it in one place.
  fileprivate func fixedParameter(_ operand: Int, of step: Step) -> String? {
    let buffer = step.operands[operand]
    guard case .parameter(let name) = buffers[buffer].kind,
      !graph.updates.contains(where: { $0.name == name }),
      step.operands.count(where: { $0 == buffer }) == 1
    else { return nil }
    if let fused = graph[step.node].op as? Fused, !fused.readsOnce(operand) { return nil }
    return name
  }
}

extension OperandPacking {
  /// The type of the packed weights: whole cache lines, so that in a file, too, each starts with one.
  fileprivate var type: TensorType { TensorType(.f32, [count]) }

  /// What tells one form of weights from another.
  fileprivate var digest: String {
    Digest(calls.map { "\($0.code.source)\n\($0.arguments)\n" }.joined() + "\(count)").text
  }
}

extension Fused {
  /// `true` iff one op reads an operand, in one place, however deep in the body it is.
  fileprivate func readsOnce(_ operand: Int) -> Bool {
    let input = inputs[operand]
    let readers = body.nodes.filter { $0.operands.contains(input) }
    guard readers.count == 1, let place = readers[0].operands.firstIndex(of: input),
      readers[0].operands.count(where: { $0 == input }) == 1
    else { return false }
    return (readers[0].op as? Fused)?.readsOnce(place) ?? true
  }
}
