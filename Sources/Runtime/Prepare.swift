/// Returns all parameters that the graph needs: the given ones, and those that its prepared graphs
/// compute from them.
///
/// Throws where a parameter is missing or has another type.
public func prepare(
  _ graph: Graph, parameters: [String: NDArray], backend: any Backend, threads: Int
) throws(Diagnostic) -> [String: NDArray] {
  let programs = try graph.preparePrograms()
  return try prepare(
    graph, parameters: parameters,
    by: try backend.compile(all: programs, threads: threads))
}

/// Returns all parameters that a graph, or the part of a rank, needs: the given ones, and those that the
/// executables of its `preparePrograms` compute from them.
///
/// Throws where a parameter is missing or has another type.
public func prepare(
  _ graph: Graph, parameters: [String: NDArray], by executables: [Executable]
) throws(Diagnostic) -> [String: NDArray] {
  var known = parameters
  for executable in executables {
    let session = try executable.makeSession(parameters: known)
    let results = try session.run([:])
    for output in executable.program.graph.outputs { known[output.name] = results[output.name] }
  }
  let needed = Binding.parameters(try Program(graph))
  let arrays = try needed.arrays(known)
  var result: [String: NDArray] = [:]
  for (slot, array) in zip(needed.slots, arrays) { result[slot.name] = array }
  return result
}

extension Graph {
  /// Returns the programs of the graphs that make parameters, in the order in which they are run.
  public func preparePrograms() throws(Diagnostic) -> [Program] {
    var programs: [Program] = []
    for prepared in prepare { programs.append(try Program(prepared)) }
    return programs
  }
}
