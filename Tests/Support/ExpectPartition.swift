import GraphIR
import Passes
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
package func partitionDifference(_ graph: Graph, _ request: MeshRequest, seed: UInt64) -> String? {
  let bindings = Bindings(for: graph, seed: seed)
  do {
    let split = try distribution(request, seed: seed).run(graph).graph
    let found = try split.evaluatedOnMesh(bindings)
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
