import GraphIR
import Passes
import Support
import Testing

/// What holds for every file in `Tests/Golden/Passes`.
@Suite struct `every golden file of a pass` {
  static let files = Golden.files(in: "Passes")

  @Test(arguments: files)
  func `expects what the pipeline does`(_ golden: Golden) throws {
    try golden.check { try Pipeline(parsing: $0).run($1).graph }
  }

  @Test(arguments: files)
  func `keeps the results`(_ golden: Golden) throws {
    let (graph, text) = try golden.input()
    #expect(try difference(graph, try Pipeline(parsing: text), seeds: 20) == nil)
  }

  @Test func `exists for each pass`() {
    for entry in AllPasses.list {
      let folder = "Passes/\(entry.plain.name)/"
      #expect(Self.files.contains { $0.description.hasPrefix(folder) }, "\(folder)")
    }
  }
}

/// Returns how a pipeline changes the results of a graph, nil where it does not: bit by bit (also for
/// −0, infinities, NaN and subnormals), but for `fold-norms`, which rounds elsewhere.
func difference(_ graph: Graph, _ pipeline: Pipeline, seeds: UInt64) throws -> String? {
  let result = try pipeline.run(graph).graph
  let isExact = !pipeline.passes.contains { $0.name == "fold-norms" }
  for seed in 1...seeds {
    let bindings = Bindings(for: graph, seed: seed, specials: isExact && seed > 1)
    let expected = graph.evaluated(bindings)
    let found = result.evaluated(bindings)
    if found.keys.sorted() != expected.keys.sorted() { return "outputs are \(found.keys.sorted())" }
    for name in expected.keys.sorted() {
      guard let array = expected[name], let other = found[name] else { continue }
      let isEqual =
        isExact
        ? other.isSame(as: array)
        : Comparison(other, to: array).isWithin(absolute: 1e-6, relative: 1e-5)
      if !isEqual { return "output \(name), seed \(seed):\n\(graph)\nbecame\n\(result)" }
    }
  }
  return nil
}
