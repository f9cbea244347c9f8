import Foundation
import NativeBackend
import Support
import Testing

/// The choice of a convolution's form by measurement.
@Suite struct `tuning` {
  private let folder = FileManager.default.temporaryDirectory.path + "/graphc-\(UUID().uuidString)"
  private static let text = """
    graph @net {
      %x = input @x : f32[1, 16, 33, 40]
      %w = parameter @w : f32[16, 16, 3, 3]
      %y = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 16, 33, 40]
      output @y = %y
    }
    """

  /// Returns the backend with a tuning, or without.
  private func backend(_ isTuned: Bool = true) -> NativeBackend {
    var backend = NativeBackend()
    backend.tuning = isTuned ? FormTuning(folder: folder) : nil
    return backend
  }

  /// Returns the tile that is chosen for the only convolution.
  private func tile(_ graph: Graph) throws -> [Int] {
    try #require(graph.nodes.compactMap { $0.op as? Convolution }.first).tile
  }

  /// Returns the key of the only convolution.
  private func key(_ graph: Graph) throws -> String {
    let node = try #require(graph.nodes.first { $0.op is Convolution })
    let (image, kernel) = (graph[node.operands[0]].type, graph[node.operands[1]].type)
    let op = try #require(node.op as? Convolution)
    return try FormTuning(folder: folder).key(
      ConvolutionShape(op, image: image, kernel: kernel), backend())
  }

  @Test func `takes what was found before, and measures where that is damaged`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let graph = try Parser.graph(Self.text)
    let key = try key(graph)
    for known in [[2, 4], [], [6, 6]] {
      FormTuning(folder: folder).store(known, for: key)
      for threads in [1, 2] {
        #expect(try tile(backend().specialized(graph, threads: threads)) == known)
      }
    }
    let entry = URL(filePath: "\(folder)/\(key)")
    let damaged = Data("no entry".utf8)
    try damaged.write(to: entry)
    let measured = try tile(backend().specialized(graph, threads: 2))
    #expect(try Data(contentsOf: entry) != damaged)
    #expect(try tile(backend().specialized(graph, threads: 2)) == measured)
    // A tile that is no candidate is measured anew.
    FormTuning(folder: folder).store([1, 1], for: key)
    #expect(try tile(backend().specialized(graph, threads: 2)) != [1, 1])
  }

  @Test func `gives the bits of the same form without it`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let graph = try Parser.graph(Self.text)
    let tuned = try backend().specialized(graph, threads: 2)
    var exact = backend(false)
    exact.math = .exact
    let tile = try tile(tuned)
    let written = try Parser.graph(
      Self.text.replacingOccurrences(
        of: "[[1, 1], [1, 1]]}", with: "[[1, 1], [1, 1]], tile = \(tile)}"))
    let bindings = Bindings(for: graph, seed: 1)
    let results = try [(backend(), tuned), (exact, exact.specialized(written, threads: 2))].map {
      try $0.compile(Program($1), threads: 2).makeSession(parameters: bindings.parameters)
        .run(bindings.inputs)["y"]
    }
    #expect(results[0] != nil && results[0] == results[1])
  }
}
