import Fabrics
import Foundation
import NativeBackend
import Passes
import ReferenceBackend
import Support
import Testing

/// Random networks on random meshes, run by fabrics: the bits of the unsplit graph, and the bytes of
/// its messages. Some run on `native`.
///
/// `FUZZ_COUNT` is the number of networks, `FUZZ_SEED` the seed of the first.
@Suite struct `a random network on a fabric` {
  private static func setting(_ name: String, _ plain: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? plain
  }

  @Test func `has the same bits and the predicted traffic`() throws {
    let first = UInt64(Self.setting("FUZZ_SEED", 1))
    for seed in first..<first + UInt64(Self.setting("FUZZ_COUNT", 150)) {
      let model = FuzzModel(seed: seed)
      let whole = try model.graph
      let global = try distribution(model.request, seed: seed).run(whole).graph
      let count = global.mesh?.count ?? 1
      // Kernels take their time to build.
      let backend: any Backend = seed % 10 == 0 ? NativeBackend.testing : ReferenceBackend()
      let mesh = try MeshExecutable(
        (0..<count).map { try global.localized(rank: $0) }, backend: backend, threadsPerRank: 1)
      let bindings = Bindings(for: whole, seed: seed)
      let expected = try whole.expected(of: backend, bindings, "FUZZ_SEED=\(seed)")
      var options = SessionOptions()
      options.poisonsMemory = true
      for fabric in fabrics {
        let session = try mesh.makeSession(
          on: fabric, parameters: bindings.parameters, options: options)
        let results = try session.run(bindings.inputs)
        for output in whole.outputs {
          let (got, want) = (results[output.name], expected[output.name])
          let isSame = try #require(got).isSame(as: #require(want))
          #expect(
            isSame,
            "FUZZ_SEED=\(seed): \(output.name) by \(backend.name) on \(fabric.name)\n\(model)")
        }
        for value in global.exchanges {
          let number = try #require(global.exchangeNumbers[value])
          let byteCount = session.traffic.flows.reduce(0) {
            $0 + ($1.exchange == number ? $1.byteCount : 0)
          }
          #expect(byteCount == Messages(value, in: global).byteCount, "FUZZ_SEED=\(seed)")
        }
      }
    }
  }
}
