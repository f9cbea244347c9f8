/// The memory and threads to run an executable, again and again; one run at a time.
public final class Session {
  /// What is run.
  public let executable: Executable
  /// The value of each parameter; updates of the graph change them.
  public private(set) var parameters: [String: NDArray]
  /// The seconds that each step took in the last run; empty unless `isProfiling`.
  public private(set) var profile: [Double] = []
  /// `true` iff runs measure the time of each step.
  public var isProfiling = false

  private let inputs: Binding
  private let weights: Binding
  private let pool: ThreadPool
  private let arena: Arena
  /// The first byte of each array that is bound to a buffer.
  private var bound: [UnsafeMutableRawPointer]
  /// The operands of all steps, one after the other, then their results.
  private var pointers: [UnsafeMutableRawPointer] = []

  /// A session with the given parameters; throws where one is missing or has another type.
  init(_ executable: Executable, parameters: [String: NDArray]) throws(Diagnostic) {
    let program = executable.program
    self.executable = executable
    self.parameters = parameters
    inputs = Binding.inputs(program)
    weights = Binding.parameters(program)
    _ = try weights.arrays(parameters)
    arena = try Arena(byteCount: executable.arenaByteCount)
    pool = ThreadPool(threads: executable.threads)
    bound = Array(repeating: arena.base, count: program.buffers.count)
    for (index, buffer) in program.buffers.enumerated() where buffer.kind == .constant {
      if let constant = program.graph[buffer.value].op as? Constant {
        bound[index] = constant.value.base ?? arena.base
      }
    }
  }

  /// Returns the outputs by name for inputs by name; throws where an input is missing, unknown or of
  /// another type.
  public func run(_ inputs: [String: NDArray]) throws(Diagnostic) -> [String: NDArray] {
    let program = executable.program
    try self.inputs.refuseUnknown(inputs, in: program.graph)
    let arrays = try self.inputs.arrays(inputs)
    let weightArrays = try weights.arrays(parameters)
    for (slot, array) in zip(self.inputs.slots + weights.slots, arrays + weightArrays) {
      bound[slot.buffer] = array.base ?? arena.base
    }
    let exits = exits(arrays + weightArrays)
    withExtendedLifetime((arrays, weightArrays, exits)) { runSteps(exits) }

    var results: [String: NDArray] = [:]
    for (output, array) in zip(program.graph.outputs, exits) { results[output.name] = array }
    for (update, array) in zip(program.graph.updates, exits.dropFirst(program.outputs.count)) {
      parameters[update.name] = array
    }
    return results
  }

  /// Returns an array for each output and update: a fresh one, or the bound one that it is.
  private func exits(_ arrays: [NDArray]) -> [NDArray] {
    let program = executable.program
    var exits: [NDArray] = []
    for (index, buffer) in (program.outputs + program.updates).enumerated() {
      let type = program.buffers[buffer].type
      switch executable.plan.locations[buffer] {
      case .output(let owner) where owner < index:
        exits.append(exits[owner].reshaped(type.extents))
      case .bound(let root):
        exits.append(boundArray(root, arrays).reshaped(type.extents))
      case .output, .arena:
        exits.append(NDArray(uninitialized: type.elementType, type.extents))
      }
    }
    return exits
  }

  private func boundArray(_ root: Int, _ arrays: [NDArray]) -> NDArray {
    let program = executable.program
    if let constant = program.graph[program.buffers[root].value].op as? Constant {
      return constant.value
    }
    // A bound buffer is a constant, an input or a parameter.
    return arrays[(inputs.slots + weights.slots).firstIndex { $0.buffer == root }!]
  }

  private func runSteps(_ exits: [NDArray]) {
    var timer = isProfiling ? StepTimer(count: executable.kernels.count) : nil
    let exitBases = exits.map { $0.base ?? arena.base }
    executable.bind(&pointers, bound: { bound[$0] }, exits: { exitBases[$0] }, arena: arena.base)
    executable.runSteps(pointers, arena: arena.base, pool) { timer?.lap() }
    profile = timer?.seconds ?? []
  }
}

extension NDArray {
  /// The first byte; valid while the storage lives.
  var base: UnsafeMutableRawPointer? {
    withUnsafeBytes { UnsafeMutableRawPointer(mutating: $0.baseAddress) }
  }
}
