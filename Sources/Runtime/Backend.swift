/// A way to compute the steps of a program.
public protocol Backend: Sendable {
  /// The name that options and messages use.
  var name: String { get }
  /// `true` iff results have the same bits on every mesh and with any number of threads.
  var isExact: Bool { get }
  /// The most that the outputs y of a whole network differ from those in Double, as a part of the
  /// largest |y| of each.
  var errorBound: Double { get }

  /// Returns the graph with what the backend chooses before it is split: the algorithms that make an
  /// op read more than its definition does.
  func specialized(_ graph: Graph, threads: Int) throws(Diagnostic) -> Graph

  /// Returns code for a program, for the given number of threads.
  func compile(_ program: Program, threads: Int) throws(Diagnostic) -> Executable

  /// Returns code for programs that belong together, in their order, each for that many threads.
  func compile(all programs: [Program], threads: Int) throws(Diagnostic) -> [Executable]
}

extension Backend {
  public var isExact: Bool { false }
  public var errorBound: Double { 1e-5 }
  public func specialized(_ graph: Graph, threads: Int) throws(Diagnostic) -> Graph { graph }

  public func compile(all programs: [Program], threads: Int) throws(Diagnostic) -> [Executable] {
    var executables: [Executable] = []
    for program in programs { executables.append(try compile(program, threads: threads)) }
    return executables
  }
}

/// A compiled program; sessions run it.
public struct Executable: Sendable {
  /// A step that is computed by the op's slow definition.
  public struct Fallback: Sendable {
    /// The node.
    public let node: Value
    /// The spelling of its op.
    public let op: String
  }

  /// What was compiled.
  public let program: Program
  /// The code of each step.
  package let kernels: [Kernel]
  /// Where each buffer is.
  public let plan: MemoryPlan
  /// The position of each step's first operand among those of all steps, then their count.
  let operandOffsets: [Int]
  /// The number of threads.
  public let threads: Int
  /// The steps without code of their own, in order.
  public let fallbacks: [Fallback]
  /// The parameters that are computed from others before the first run.
  public let packings: [Packing]
  /// What was built for it; nil where nothing was.
  public let objectCode: ObjectCode?

  /// A program with the code for each step; a step for which `kernel` returns nil is interpreted.
  ///
  /// `rimKernel` may return code that leaves room around its result, whose `memory` is larger than its
  /// box; without, the result is computed apart and copied there.
  public init(
    _ program: Program, threads: Int, kernel: (_ op: any Op, _ signature: Signature) -> Kernel?,
    rimKernel: (_ op: any Op, _ signature: Signature) -> Kernel? = { _, _ in nil }
  ) {
    let threads = max(threads, 1)
    self.init(
      program, threads: threads,
      kernels: program.steps.map { step in
        let op = program.graph[step.node].op
        let signature = Signature(step, in: program, threads: threads)
        if Kernel.isOfBoxes(step, in: program) { return nil }
        if signature.result.memory == signature.result.box { return kernel(op, signature) }
        let plain = signature.withoutRim
        return rimKernel(op, signature)
          ?? kernel(op, plain).map { .insetting($0, signature.result) }
      })
  }

  /// A program with the code for each step; one that has none is interpreted, or done in the same way
  /// by every backend. `packings` are the parameters of the program that the graph does not have.
  public init(
    _ program: Program, threads: Int, kernels given: [Kernel?], packings: [Packing] = [],
    objectCode: ObjectCode? = nil
  ) {
    self.program = program
    self.packings = packings
    self.objectCode = objectCode
    self.threads = max(threads, 1)
    var kernels: [Kernel] = []
    var fallbacks: [Fallback] = []
    for (step, given) in zip(program.steps, given) {
      let op = program.graph[step.node].op
      let signature = Signature(step, in: program, threads: self.threads)
      let kernel =
        Kernel.ofBoxes(step, in: program) ?? given
        ?? (signature.result.memory == signature.result.box
          ? .interpreting(op, signature)
          : .insetting(.interpreting(op, signature.withoutRim), signature.result))
      kernels.append(kernel)
      fallbacks += kernel.interpretedOps.map { Fallback(node: step.node, op: $0) }
    }
    self.kernels = kernels
    self.fallbacks = fallbacks
    plan = MemoryPlan(program, kernels, threads: self.threads)
    operandOffsets = program.steps.reduce(into: [0]) {
      $0.append($0[$0.count - 1] + $1.operands.count)
    }
  }

  /// The size of the working memory in bytes.
  public var arenaByteCount: Int { plan.arenaByteCount }

  /// Returns a session that runs the program with the given parameters.
  ///
  /// Throws where the program is one of several ranks; those run in the session of a
  /// `MeshExecutable`.
  public func makeSession(
    parameters: [String: NDArray] = [:], options: SessionOptions = SessionOptions()
  ) throws(Diagnostic) -> Session {
    var parameters = parameters
    try Self.pack(&parameters, for: [self])
    return try Session(self, parameters: parameters, options)
  }
}

extension Signature {
  /// The signature of a step.
  package init(_ step: Program.Step, in program: Program, threads: Int) {
    let buffers = program.buffers
    self.init(
      operands: step.operands.map {
        Part(buffers[$0].type, buffers[$0].box, order: buffers[$0].order)
      },
      result: Part(
        buffers[step.result].type, step.box, memory: buffers[step.result].box,
        order: buffers[step.result].order),
      threads: threads)
  }
}
