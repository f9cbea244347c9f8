import Fabrics
import GraphIR
import Passes
import ReferenceBackend
import Testing

/// The passes that split a graph over a mesh; with all that are optional for the given seeds.
package func distribution(_ mesh: MeshRequest, seed: UInt64) -> Pipeline {
  var passes: [Pass] = [.partition(mesh)]
  if seed % 5 != 0 { passes.append(.expandReductions) }
  passes.append(.insertHalos(allowGather: true))
  if seed % 2 == 0 { passes.append(.mergeExchanges) }
  if seed % 5 == 0 {
    // Messages so slow that every rim is recomputed.
    var machine = Machine.builtIn
    machine.messageLatency = 1
    passes.append(.widenHalos(machine))
  }
  if seed % 3 == 0 { passes.append(.overlapExchanges) }
  return Pipeline(passes)
}

/// Expects that a graph on a mesh has the bits of the graph itself: builds the unsplit twin, runs
/// both on random inputs, with NaN in all memory that nobody wrote, and compares.
package func expectPartition(
  _ graph: Graph, mesh: [Int], cuts: [MeshRequest.Cuts] = [], seed: UInt64 = 1,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectPartition(graph, MeshRequest(mesh, cuts: cuts), seed: seed, sourceLocation: sourceLocation)
}

/// Expects that the model of a text on a mesh has the bits of the model itself.
package func expectPartition(
  _ text: String, mesh: [Int], cuts: [MeshRequest.Cuts] = [], seed: UInt64 = 1,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    expectPartition(
      try Parser.graph(text), mesh: mesh, cuts: cuts, seed: seed, sourceLocation: sourceLocation)
  } catch {
    Issue.record("\(error)", sourceLocation: sourceLocation)
  }
}

/// Expects that a graph on the mesh of a request has the bits of the graph itself.
package func expectPartition(
  _ graph: Graph, _ request: MeshRequest, seed: UInt64 = 1,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  if let difference = partitionDifference(graph, request, seed: seed) {
    Issue.record("\(difference)", sourceLocation: sourceLocation)
  }
}

/// Returns how the results of a graph on a mesh differ from its own; nil where they do not.
///
/// `fault` is a pass that runs behind the others, to see whether it is found.
package func partitionDifference(
  _ graph: Graph, _ request: MeshRequest, seed: UInt64, fault: Pass? = nil
) -> String? {
  let bindings = Bindings(for: graph, seed: seed)
  do {
    let passes = distribution(request, seed: seed).passes + (fault.map { [$0] } ?? [])
    let split = try Pipeline(passes).run(graph).graph
    let found = try split.runInLockstep(bindings)
    let expected = graph.evaluated(bindings)
    for name in expected.keys.sorted() {
      guard let array = expected[name], let other = found[name] else { return "no \(name)" }
      if !other.isSame(as: array) { return "output \(name) differs on \(request)\n\(split)" }
    }
    return nil
  } catch {
    return "\(error)\non \(request)\n\(graph)"
  }
}

extension Graph {
  /// Returns the outputs and, under `update NAME`, the updates of a partitioned graph, from its ranks
  /// in lockstep on the reference backend, where memory that nobody wrote is NaN.
  package func runInLockstep(_ bindings: Bindings) throws -> [String: NDArray] {
    var parameters = bindings.parameters
    for graph in prepare {
      let prepared = Bindings(inputs: [:], parameters: parameters)
      parameters.merge(graph.evaluated(prepared)) { _, new in new }
    }
    var locals: [Graph] = []
    for rank in 0..<(mesh?.count ?? 1) { locals.append(try localized(rank: rank)) }
    let executable = try MeshExecutable(locals, backend: ReferenceBackend(), threadsPerRank: 1)
    var options = SessionOptions()
    options.poisonsMemory = true
    let session = try executable.makeSession(
      on: LockstepFabric(), parameters: parameters, options: options)
    var results = try session.run(bindings.inputs)
    for update in updates { results["update \(update.name)"] = session.parameters[update.name] }
    let predicted = exchanges.reduce(0) { $0 + Messages($1, in: self).byteCount }
    if session.traffic.byteCount != predicted {
      throw Diagnostic("ranks sent \(session.traffic.byteCount) bytes, expected \(predicted)")
    }
    return results
  }
}
