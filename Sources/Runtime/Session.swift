/// The memory and threads to run an executable, again and again; one run at a time.
public final class Session: SessionProtocol {
  /// What is run.
  public let executable: Executable
  public private(set) var parameters: [String: NDArray]
  public var isProfiling = false

  private let inputs: Binding
  private let weights: Binding
  private let rank: Rank
  private var resultMemory: ResultMemory

  /// A session with the given parameters; throws where one is missing or has another type.
  init(_ executable: Executable, parameters: [String: NDArray], _ options: SessionOptions)
    throws(Diagnostic)
  {
    let program = executable.program
    self.executable = executable
    self.parameters = parameters
    inputs = Binding.inputs(program)
    weights = Binding.parameters(program)
    for exit in program.exits where exit.part != program.buffers[exit.buffer].type.whole {
      throw Diagnostic(
        "'\(program.graph.name)' is the part of rank \(program.graph.rank ?? 0), "
          + "expected a program that is not split")
    }
    _ = try weights.arrays(parameters)
    rank = try Rank(executable, options)
    resultMemory = ResultMemory(count: program.exits.count)
  }

  public var profile: [Double] { rank.profile }

  public func run(_ inputs: [String: NDArray]) throws(Diagnostic) -> [String: NDArray] {
    let program = executable.program
    try self.inputs.refuseUnknown(inputs, in: program.graph)
    let bound = try self.inputs.arrays(inputs) + weights.arrays(parameters)
    let arrays = RunArrays(inputs: inputs, parameters: parameters, exits: exits(bound))
    try rank.begin(arrays, isProfiling: isProfiling)
    try rank.run(program.steps.indices)
    rank.end(arrays)
    return withExtendedLifetime(bound) { results(arrays.exits) }
  }

  /// Returns the outputs by name, and keeps the updates.
  private func results(_ exits: [NDArray]) -> [String: NDArray] {
    let graph = executable.program.graph
    var results: [String: NDArray] = [:]
    for (output, array) in zip(graph.outputs, exits) { results[output.name] = array }
    for (update, array) in zip(graph.updates, exits.dropFirst(graph.outputs.count)) {
      parameters[update.name] = array
    }
    return results
  }

  /// Returns an array for each output and update: one of its own, or the bound one that it is.
  private func exits(_ arrays: [NDArray]) -> [NDArray] {
    let program = executable.program
    var exits: [NDArray] = []
    for (index, exit) in program.exits.enumerated() {
      let type = program.buffers[exit.buffer].type
      switch executable.plan.locations[exit.buffer] {
      case .output(let owner) where owner < index:
        exits.append(exits[owner].reshaped(type.extents))
      case .bound(let root):
        exits.append(boundArray(root, arrays).reshaped(type.extents))
      case .output, .arena:
        exits.append(resultMemory.array(index, type))
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
}
