import Foundation
import GraphIR
import Passes
import Support
import Testing

/// Random networks on random meshes: the same bits as unsplit.
///
/// `FUZZ_COUNT` is the number of networks, `FUZZ_SEED` the seed of the first.
@Suite struct `a random network` {
  private static func setting(_ name: String, _ plain: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? plain
  }

  @Test func `has the same bits on every mesh`() throws {
    let first = UInt64(Self.setting("FUZZ_SEED", 1))
    for seed in first..<first + UInt64(Self.setting("FUZZ_COUNT", 400)) {
      let model = FuzzModel(seed: seed)
      if partitionDifference(try model.graph, model.request, seed: seed) == nil { continue }
      let smallest = model.shrunk { candidate in
        (try? partitionDifference(candidate.graph, candidate.request, seed: seed)) ?? nil != nil
      }
      let difference = try partitionDifference(smallest.graph, smallest.request, seed: seed)
      Issue.record("FUZZ_SEED=\(seed): \(smallest)\n\(difference ?? "")")
      return
    }
  }
}
