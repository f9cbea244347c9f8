/// Returns all parameters that the graph needs: the given ones, and those that its prepared graphs
/// compute from them.
///
/// Throws where a parameter is missing or has another type.
public func prepare(
  _ graph: Graph, parameters: [String: NDArray], backend: any Backend, threads: Int
) throws(Diagnostic) -> [String: NDArray] {
  var known = parameters
  for prepared in graph.prepare {
    let executable = try backend.compile(try Program(prepared), threads: threads)
    let session = try executable.makeSession(parameters: known)
    let results = try session.run([:])
    for output in prepared.outputs { known[output.name] = results[output.name] }
  }
  let needed = Binding.parameters(try Program(graph))
  let arrays = try needed.arrays(known)
  var result: [String: NDArray] = [:]
  for (slot, array) in zip(needed.slots, arrays) { result[slot.name] = array }
  return result
}
