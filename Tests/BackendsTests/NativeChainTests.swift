import NativeBackend
import Support
import Testing

/// Steps that `native` computes block by block.
@Suite struct `a chain on native` {
  /// Graphs of which all is one chain, where values between may be small.
  static let graphs = [
    "attention": """
    graph @attention {
      %q = input @q : f32[1, 2, 9, 5, 3]
      %k = input @k : f32[1, 2, 3, 6, 7]
      %v = input @v : f32[1, 2, 18, 6, 7]
      %0 = contract(%q, %k) {batch = [[0, 0], [1, 1]], contracting = [[4, 2]]} : f32[1, 2, 9, 5, 6, 7]
      %1 = softmax(%0) {axes = [4, 5]} : f32[1, 2, 9, 5, 6, 7]
      %y = contract(%1, %v) {batch = [[0, 0], [1, 1]], contracting = [[4, 3], [5, 4]]} : f32[1, 2, 9, 5, 18]
      output @y = %y
    }
    """,
    "masked attention": """
    graph @masked {
      %q = input @q : f32[1, 3, 21, 4]
      %k = input @k : f32[1, 3, 50, 4]
      %v = input @v : f32[1, 3, 50, 6]
      %m = input @m : f32[1, 3, 21, 50]
      %0 = contract(%q, %k) {batch = [[0, 0], [1, 1]], contracting = [[3, 3]]} : f32[1, 3, 21, 50]
      %1 = add(%0, %m) : f32[1, 3, 21, 50]
      %2 = softmax(%1) {axes = [3]} : f32[1, 3, 21, 50]
      %y = contract(%2, %v) {batch = [[0, 0], [1, 1]], contracting = [[3, 2]]} : f32[1, 3, 21, 6]
      output @y = %y
    }
    """,
    "convolutions by computed weights": """
    graph @computed {
      %x = input @x : f32[1, 3, 19, 8]
      %w = input @w : f32[4, 3, 3, 3]
      %v = input @v : f32[5, 4, 3, 1]
      %0 = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 4, 19, 8]
      %y = convolution(%0, %v) {padding = [[1, 1], [0, 0]]} : f32[1, 5, 19, 8]
      output @y = %y
    }
    """,
    "tiles, pooled": """
    graph @pooled {
      %x = input @x : f32[1, 2, 30, 12]
      %w = parameter @w : f32[4, 2, 3, 3]
      %v = parameter @v : f32[3, 4, 3, 3]
      %0 = convolution(%x, %w) {padding = [[1, 1], [1, 1]], tile = [4, 4]} : f32[1, 4, 30, 12]
      %1 = max_pool(%0) {window = [2, 2], stride = [2, 2]} : f32[1, 4, 15, 6]
      %y = convolution(%1, %v) {padding = [[1, 1], [1, 1]], tile = [2, 2]} : f32[1, 3, 15, 6]
      output @y = %y
    }
    """,
    "logarithms of a softmax over channels": """
    graph @logarithms {
      %x = input @x : f32[1, 3, 14, 9]
      %w = parameter @w : f32[5, 3, 3, 3]
      %0 = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 5, 14, 9]
      %y = log_softmax(%0) {axes = [1]} : f32[1, 5, 14, 9]
      output @y = %y
    }
    """,
  ]

  @Test(arguments: graphs.keys.sorted())
  func `gives the bits of its ops, one after the other`(_ name: String) throws {
    let graph = try Parser.graph(try #require(Self.graphs[name]))
    let bindings = Bindings(for: graph, seed: 3)
    var apart = NativeBackend.testing
    apart.limits = ChainLimits(byteCount: .max, blockByteCount: .max)
    let expected = try Self.result(of: try apart.compile(Program(graph), threads: 1), bindings)
    let defined = try #require(graph.evaluated(bindings)["y"])
    #expect(Comparison(expected, to: defined).isWithin(absolute: 1e-5, relative: 1e-5))
    for (blockByteCount, threads) in [(0, 1), (1 << 10, 2), (4 << 10, 3), (.max / 4, 2)] {
      var chained = NativeBackend.testing
      chained.limits = ChainLimits(byteCount: 0, blockByteCount: blockByteCount)
      let executable = try chained.compile(Program(graph), threads: threads)
      #expect(executable.program.steps.count == 1 && executable.fallbacks.isEmpty)
      let got = try Self.result(of: executable, bindings)
      #expect(got.isSame(as: expected), "blocks of \(blockByteCount) bytes, \(threads) threads")
    }
  }

  /// Returns the output of a second run, whose memory is no longer zero.
  private static func result(of executable: Executable, _ bindings: Bindings) throws -> NDArray {
    let session = try executable.makeSession(parameters: bindings.parameters)
    _ = try session.run(bindings.inputs)
    return try #require(try session.run(bindings.inputs)["y"])
  }
}
