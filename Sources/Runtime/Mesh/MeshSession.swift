/// The memory and threads to run all ranks of a mesh, again and again; one run at a time.
///
/// Callers see whole arrays: each rank takes its boxes of the inputs and writes what it owns of the
/// results. All ranks read the same parameters.
public final class MeshSession: SessionProtocol {
  /// What is run.
  public let executable: MeshExecutable
  public private(set) var parameters: [String: NDArray]
  public var isProfiling = false
  /// The seconds that each rank needed for each of its steps in the last run; empty unless
  /// `isProfiling`.
  public private(set) var profiles: [[Double]] = []
  /// What ranks copied out of each other's memory in the last run.
  public private(set) var traffic = Traffic(flows: [])

  private let inputs: [Binding]
  private let team: any RankTeam
  private var resultMemory: ResultMemory

  /// A session on a fabric; throws where a parameter is missing or has another type.
  init(
    _ executable: MeshExecutable, on fabric: any Fabric, parameters: [String: NDArray],
    _ options: SessionOptions
  ) throws(Diagnostic) {
    self.executable = executable
    self.parameters = parameters
    let programs = executable.ranks.map(\.program)
    inputs = programs.map(Binding.inputs)
    for program in programs { _ = try Binding.parameters(program).arrays(parameters) }
    team = try fabric.makeTeam(executable, options)
    resultMemory = ResultMemory(count: programs[0].exits.count)
  }

  public var profile: [Double] { profiles.first ?? [] }

  public func run(_ inputs: [String: NDArray]) throws(Diagnostic) -> [String: NDArray] {
    let program = executable.ranks[0].program
    try self.inputs[0].refuseUnknown(inputs, in: program.graph)
    for binding in self.inputs { _ = try binding.arrays(inputs) }
    let exits = program.exits.enumerated().map { index, exit in
      resultMemory.array(index, program.buffers[exit.buffer].type)
    }
    let arrays = RunArrays(inputs: inputs, parameters: parameters, exits: exits)
    try team.run(arrays, isProfiling: isProfiling)
    profiles = isProfiling ? team.profiles : []
    traffic = team.traffic
    var results: [String: NDArray] = [:]
    for (output, array) in zip(program.graph.outputs, exits) { results[output.name] = array }
    for (update, array) in zip(program.graph.updates, exits.dropFirst(program.graph.outputs.count))
    {
      parameters[update.name] = array
    }
    return results
  }
}
