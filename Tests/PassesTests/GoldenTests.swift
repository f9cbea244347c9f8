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
    try checkEquivalence(graph, try Pipeline(parsing: text))
  }

  @Test func `exists for each pass`() {
    for entry in AllPasses.list {
      let folder = "Passes/\(entry.plain.name)/"
      #expect(Self.files.contains { $0.description.hasPrefix(folder) }, "\(folder)")
    }
  }
}

/// Checks that a pipeline keeps the results of a graph: bit by bit (also for −0, infinities, NaN and
/// subnormals), but for `fold-norms`, which rounds elsewhere.
func checkEquivalence(
  _ graph: Graph, _ pipeline: Pipeline, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let result = try pipeline.run(graph).graph
  let isExact = !pipeline.passes.contains { $0.name == "fold-norms" }
  for seed in 1...4 as ClosedRange<UInt64> {
    let bindings = Bindings(for: graph, seed: seed, specials: isExact && seed > 1)
    let expected = graph.evaluated(bindings)
    let found = result.evaluated(bindings)
    #expect(found.keys.sorted() == expected.keys.sorted(), sourceLocation: sourceLocation)
    for (name, array) in expected {
      let other = try #require(found[name])
      let isEqual =
        isExact
        ? other.isSame(as: array)
        : Comparison(other, to: array).isWithin(absolute: 1e-6, relative: 1e-5)
      #expect(
        isEqual, "output \(name), seed \(seed):\n\(graph)\nbecame\n\(result)",
        sourceLocation: sourceLocation)
    }
  }
}
