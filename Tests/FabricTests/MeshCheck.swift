import BLASBackend
import Fabrics
import NativeBackend
import Passes
import ReferenceBackend
import Support
import Testing

/// Runs the local graphs of all ranks with poisoned memory, and expects the bits of the whole graph.
///
/// `native` has bits of its own, which are those of one rank; with `blas` results are near, not equal.
func expectRanks(
  _ locals: [Graph], compute whole: Graph, on fabrics: [any Fabric] = fabrics,
  backends: [any Backend] = [ReferenceBackend(), BLASBackend(), NativeBackend.testing],
  seed: UInt64 = 1,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let bindings = Bindings(for: whole, seed: seed)
  var options = SessionOptions()
  options.poisonsMemory = true
  for backend in backends {
    let expected = try whole.expected(of: backend, bindings)
    let mesh = try MeshExecutable(locals, backend: backend, threadsPerRank: 1)
    for fabric in fabrics {
      let session = try mesh.makeSession(
        on: fabric, parameters: bindings.parameters, options: options)
      for run in 0..<2 {
        let results = try session.run(bindings.inputs)
        for name in whole.outputs.map(\.name) {
          let (got, want) = (try #require(results[name]), try #require(expected[name]))
          let isRight =
            backend.isExact
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

extension Graph {
  /// Returns the outputs that a backend is to give: those of the definition, or for `native`, which
  /// sums in an order of its own, those of one rank, which are near.
  func expected(of backend: any Backend, _ bindings: Bindings, _ comment: String = "") throws
    -> [String: NDArray]
  {
    let defined = evaluated(bindings)
    guard backend is NativeBackend else { return defined }
    let session = try backend.compile(try Program(self), threads: 1)
      .makeSession(parameters: bindings.parameters)
    let results = try session.run(bindings.inputs)
    for (name, result) in results {
      let want = try #require(defined[name])
      let comparison = Comparison(result, to: want)
      // Products of hundreds of factors amplify the last bits of each.
      let multiplies = nodes.contains { ($0.op as? Reduce)?.function == .product }
      #expect(
        comparison.isWithin(absolute: 1e-5, relative: multiplies ? 1e-4 : 1e-5),
        "\(name) by \(backend.name) on one rank: \(comparison.maxAbsolute) \(comment)")
    }
    return results
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
