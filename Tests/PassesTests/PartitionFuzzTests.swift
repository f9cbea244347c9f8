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

  @Test func `shows a halo that is one short as a small network`() throws {
    // Whatever ranks receive behind their part along the last dimension ends one element early.
    let fault = Pass("shorten-halos", "makes halos one element too short") {
      (graph) throws(Diagnostic) in
      try graph.rebuilt { (_, node, result, operands) throws(Diagnostic) in
        var placement = node.placement
        if node.op is Exchange, let known = placement {
          placement?.held = zip(known.boxes, known.owned).map { Self.shortened($0, $1) }
        }
        return try result.append(node.op, operands, name: node.name, placement: placement)
      }
    }
    func fails(_ model: FuzzModel) -> Bool {
      guard let graph = try? model.graph else { return false }
      return partitionDifference(graph, model.request, seed: 1, fault: fault) != nil
    }
    let failing = (1...50).map { FuzzModel(seed: $0) }.filter(fails)
    #expect(failing.count > 5)
    let smallest = try #require(failing.first).shrunk(whileFailing: fails)
    #expect(smallest.layers.count <= 2 && smallest.mesh.reduce(1, *) == 2, "\(smallest)")
  }

  /// Returns a held box without its last element along the last dimension, where that is of a halo.
  private static func shortened(_ held: Region, _ owned: Region) -> Region {
    guard let last = held.bounds.last, !held.isEmpty, !owned.isEmpty,
      last.upperBound > owned[held.rank - 1].upperBound
    else { return held }
    var box = held
    box[held.rank - 1] = last.lowerBound..<last.upperBound - 1
    return box
  }
}
