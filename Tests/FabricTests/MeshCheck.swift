import BLASBackend
import Fabrics
import Passes
import ReferenceBackend
import Support
import Testing

/// Runs the local graphs of all ranks with poisoned memory, and expects the bits of the whole graph.
///
/// With `blas` results are near, not equal.
func expectRanks(
  _ locals: [Graph], compute whole: Graph, on fabrics: [any Fabric] = fabrics,
  backends: [any Backend] = [ReferenceBackend(), BLASBackend()], seed: UInt64 = 1,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let bindings = Bindings(for: whole, seed: seed)
  let expected = whole.evaluated(bindings)
  var options = SessionOptions()
  options.poisonsMemory = true
  for fabric in fabrics {
    for backend in backends {
      let mesh = try MeshExecutable(locals, backend: backend, threadsPerRank: 1)
      let session = try mesh.makeSession(
        on: fabric, parameters: bindings.parameters, options: options)
      for run in 0..<2 {
        let results = try session.run(bindings.inputs)
        for name in whole.outputs.map(\.name) {
          let (got, want) = (try #require(results[name]), try #require(expected[name]))
          let isRight =
            backend is ReferenceBackend
            ? got.isSame(as: want)
            : Comparison(got, to: want).isWithin(absolute: 1e-5, relative: 1e-5)
          #expect(
            isRight, "\(name) on \(fabric.name) with \(backend.name), run \(run)",
            sourceLocation: sourceLocation)
        }
      }
    }
  }
}

/// The fabrics under test.
let fabrics: [any Fabric] = [LockstepFabric(), ThreadsFabric()]

/// Splits a graph over a mesh, with the optional passes of a seed.
func split(_ whole: Graph, _ request: MeshRequest, seed: UInt64) throws -> [Graph] {
  let global = try distribution(request, seed: seed).run(whole).graph
  return try (0..<(global.mesh?.count ?? 1)).map { try global.localized(rank: $0) }
}

/// Returns the message of the error that `body` throws.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "none"
  } catch {
    return (error as? Diagnostic)?.message ?? "\(error)"
  }
}
