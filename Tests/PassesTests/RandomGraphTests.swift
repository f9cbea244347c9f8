import GraphIR
import Passes
import Support
import Testing

/// What holds for every pass on random graphs.
@Suite struct `a random graph` {
  static let names = AllPasses.list.map(\.plain.name)
  static let pipelines =
    names + [
      "simplify,fold-constants,common-subexpressions,simplify,eliminate-dead-code",
      "simplify,hoist-parameters,fuse-epilogues,fuse-pointwise,eliminate-dead-code",
      Pipeline.inference.description,
    ]

  @Test(arguments: pipelines)
  func `keeps its results`(_ text: String) throws {
    let pipeline = try Pipeline(parsing: text)
    for seed in 1...80 as ClosedRange<UInt64> {
      let graph = Graph.random(seed: seed)
      if try difference(graph, pipeline, seeds: 3) == nil { continue }
      let message = try shrunk(graph) { try difference($0, pipeline, seeds: 3) }
      Issue.record("graph of seed \(seed), shrunk: \(message)")
    }
  }

  @Test(arguments: names.filter { $0 != "hoist-parameters" })
  func `is the same after a second run`(_ text: String) throws {
    let pipeline = try Pipeline(parsing: text + ",eliminate-dead-code")
    for seed in 1...40 as ClosedRange<UInt64> {
      let once = try pipeline.run(.random(seed: seed)).graph
      let twice = try pipeline.run(once).graph
      #expect(once == twice, "seed \(seed):\n\(once)\nbecame\n\(twice)")
    }
  }

  /// Returns what `failure` says about a part of the graph with one output, where it fails still.
  private func shrunk(_ graph: Graph, _ failure: (Graph) throws -> String?) throws -> String {
    for output in graph.outputs {
      var part = Graph(name: graph.name)
      for node in graph.nodes { try part.append(node.op, node.operands) }
      part.output(output.name, output.value)
      part = try Pass.eliminateDeadCode.run(part)
      if let message = try failure(part) { return message }
    }
    return try failure(graph) ?? ""
  }
}
