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
    "a product, convolved": """
    graph @convolved {
      %a = input @a : f32[1, 3, 21, 5]
      %b = input @b : f32[1, 3, 8, 5]
      %w = parameter @w : f32[4, 3, 3, 3]
      %0 = contract(%a, %b) {batch = [[0, 0], [1, 1]], contracting = [[3, 3]]} : f32[1, 3, 21, 8]
      %1 = relu(%0) : f32[1, 3, 21, 8]
      %y = convolution(%1, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 4, 21, 8]
      output @y = %y
    }
    """,
    "planes that nothing reads": """
    graph @gaps {
      %a = input @a : f32[1, 5, 40, 6]
      %b = input @b : f32[1, 5, 40, 6]
      %w = parameter @w : f32[3, 5, 1, 1]
      %0 = add(%a, %b) : f32[1, 5, 40, 6]
      %y = convolution(%0, %w) {stride = [3, 2]} : f32[1, 3, 14, 3]
      output @y = %y
    }
    """,
    "planes of rings that nothing reads": """
    graph @rings {
      %x = input @x : f32[1, 2, 40, 6]
      %v = parameter @v : f32[5, 2, 3, 3]
      %w = parameter @w : f32[3, 5, 1, 1]
      %0 = convolution(%x, %v) {padding = [[1, 1], [1, 1]]} : f32[1, 5, 40, 6]
      %y = convolution(%0, %w) {stride = [3, 2]} : f32[1, 3, 14, 3]
      output @y = %y
    }
    """,
    "a transposed convolution in tiles, then another": """
    graph @phases {
      %x = input @x : f32[1, 3, 13, 5]
      %w = parameter @w : f32[3, 4, 4, 4]
      %v = parameter @v : f32[2, 4, 3, 3]
      %0 = transposed_convolution(%x, %w) {stride = [2, 2], padding = [[1, 1], [1, 1]], tile = [6, 6]} : f32[1, 4, 26, 10]
      %y = convolution(%0, %v) {padding = [[1, 1], [1, 1]]} : f32[1, 2, 26, 10]
      output @y = %y
    }
    """,
    "a convolution, then a transposed one in tiles": """
    graph @last {
      %x = input @x : f32[1, 2, 13, 5]
      %v = parameter @v : f32[3, 2, 3, 3]
      %w = parameter @w : f32[3, 4, 4, 4]
      %0 = convolution(%x, %v) {padding = [[1, 1], [1, 1]]} : f32[1, 3, 13, 5]
      %y = transposed_convolution(%0, %w) {stride = [2, 2], padding = [[1, 1], [1, 1]], tile = [6, 6]} : f32[1, 4, 26, 10]
      output @y = %y
    }
    """,
    "a concatenation, convolved twice": """
    graph @joined {
      %x = input @x : f32[1, 3, 10, 6]
      %s = input @s : f32[1, 5, 20, 12]
      %u = parameter @u : f32[3, 4, 2, 2]
      %w = parameter @w : f32[6, 9, 3, 3]
      %v = parameter @v : f32[2, 6, 3, 3]
      %0 = transposed_convolution(%x, %u) {stride = [2, 2]} : f32[1, 4, 20, 12]
      %1 = concatenate(%0, %s) {axis = 1} : f32[1, 9, 20, 12]
      %2 = convolution(%1, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 6, 20, 12]
      %y = convolution(%2, %v) {padding = [[1, 1], [1, 1]]} : f32[1, 2, 20, 12]
      output @y = %y
    }
    """,
    "a concatenation far inside of padding": """
    graph @padded {
      %x = input @x : f32[1, 3, 5, 4]
      %s = input @s : f32[1, 5, 5, 4]
      %u = parameter @u : f32[4, 3, 3, 3]
      %w = parameter @w : f32[6, 9, 3, 3]
      %0 = convolution(%x, %u) {padding = [[1, 1], [1, 1]]} : f32[1, 4, 5, 4]
      %1 = concatenate(%0, %s) {axis = 1} : f32[1, 9, 5, 4]
      %y = convolution(%1, %w) {padding = [[16, 9], [1, 1]]} : f32[1, 6, 28, 4]
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
