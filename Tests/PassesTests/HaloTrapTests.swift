import GraphIR
import Passes
import Support
import Testing

/// The ways in which splitting an image network in space has gone wrong elsewhere, a test each;
/// `Docs/Halos.md` lists them.
@Suite struct `halo trap` {
  /// Returns a graph from an input `%x` and the lines that make `%y` of it.
  private func graph(_ x: String, _ lines: String, _ y: String) -> String {
    """
    graph @trap {
      %x = input @x : f32[\(x)]
      %a = relu(%x) : f32[\(x)]
      \(lines) : f32[\(y)]
      output @y = %y
    }
    """
  }

  /// Returns the boxes held by an exchange along a dimension.
  private func held(_ text: String, _ mesh: MeshRequest, dimension: Int) throws -> [Range<Int>] {
    let split = try distribution(mesh, seed: 2).run(try Parser.graph(text)).graph
    let exchange = try #require(split.exchanges.first)
    return try #require(split[exchange].placement).boxes.map { $0[dimension] }
  }

  @Test func `1 an even kernel has an uneven halo`() throws {
    let text = graph(
      "1, 1, 12",
      """
      %w = parameter @w : f32[1, 1, 4]
        %y = convolution(%a, %w) {padding = [[1, 2]]}
      """, "1, 1, 12")
    #expect(try held(text, MeshRequest([2]), dimension: 2) == [0..<8, 5..<12])
    expectPartition(text, mesh: [2])
    expectPartition(text, mesh: [5])
  }

  @Test func `2 a part that starts between strides keeps the global phase`() {
    let text = graph(
      "1, 1, 13",
      """
      %w = parameter @w : f32[1, 1, 3]
        %y = convolution(%a, %w) {stride = [3], padding = [[1, 1]]}
      """, "1, 1, 5")
    for cut in 1..<13 { expectPartition(text, mesh: [2], cuts: [.init("w", [cut])]) }
  }

  @Test func `3 parts are smaller than the halo, or empty`() throws {
    let text = graph(
      "1, 1, 5",
      """
      %w = parameter @w : f32[1, 1, 7]
        %y = convolution(%a, %w) {padding = [[3, 3]]}
      """, "1, 1, 5")
    #expect(
      try held(text, MeshRequest([3], cuts: [.init("w", [1, 2])]), dimension: 2)
        == [0..<4, 0..<5, 0..<5])
    for ranks in 2...9 { expectPartition(text, mesh: [ranks]) }
  }

  @Test func `4 a window that is smaller than its stride trims`() throws {
    let text = graph(
      "1, 1, 12", "%y = max_pool(%a) {window = [1], stride = [4]}", "1, 1, 3")
    let split = try distribution(MeshRequest([2], cuts: [.init("w", [7])]), seed: 2)
      .run(try Parser.graph(text)).graph
    #expect(split.exchanges.isEmpty)
    for cut in 0...12 { expectPartition(text, mesh: [2], cuts: [.init("w", [cut])]) }
  }

  @Test func `5 a recomputed rim outside of the image is padding in each layer`() throws {
    let text = graph(
      "1, 1, 12",
      """
      %w = parameter @w : f32[1, 1, 3]
        %bias = parameter @bias : f32[1]
        %o = broadcast(%bias) {extents = [1, 1, 12], axes = [1]} : f32[1, 1, 12]
        %b = convolution(%a, %w) {padding = [[1, 1]]} : f32[1, 1, 12]
        %c = add(%b, %o) : f32[1, 1, 12]
        %y = convolution(%c, %w) {padding = [[1, 1]]}
      """, "1, 1, 12")
    // Seed 5 widens: one exchange is left, or none.
    let split = try distribution(MeshRequest([3]), seed: 5).run(try Parser.graph(text)).graph
    #expect(split.exchanges.count < 2)
    for ranks in [2, 3, 6] { expectPartition(text, mesh: [ranks], seed: 5) }
  }

  @Test func `6 padding of pools is at the border of the image only`() {
    for pool in [
      "max_pool(%n) {window = [3], stride = [2], padding = [[1, 1]]}",
      "average_pool(%n) {window = [3], stride = [2], padding = [[1, 1]]}",
      "average_pool(%n) {window = [3], stride = [2], padding = [[1, 1]], countIncludePad = true}",
    ] {
      // Negative values, so that a 0 in the place of −∞ would win.
      let text = graph("1, 1, 11", "%n = negate(%a) : f32[1, 1, 11]\n  %y = \(pool)", "1, 1, 6")
      for ranks in [2, 3, 7] { expectPartition(text, mesh: [ranks]) }
    }
  }

  @Test func `7 a resize has global coordinates and edges`() {
    for attributes in [
      "mode = linear", "mode = cubic", "mode = linear, coordinates = align_corners",
      "mode = nearest", "mode = linear, coordinates = asymmetric",
    ] {
      let text = graph(
        "1, 1, 7", "%y = resize(%a) {extents = [17], \(attributes)}", "1, 1, 17")
      for cut in 1..<7 {
        expectPartition(text, mesh: [2], cuts: [.init("w", [cut])])
        expectPartition(text, mesh: [3], cuts: [.init("w", [cut, 6])])
      }
    }
  }

  @Test func `8 a transposed convolution adds bias once and pads the end once`() {
    let text = graph(
      "1, 2, 6",
      """
      %w = parameter @w : f32[2, 1, 4]
        %t = transposed_convolution(%a, %w) {stride = [3], padding = [[1, 0]], outputPadding = [2]} \
      : f32[1, 1, 20]
        %bias = parameter @bias : f32[1]
        %b = broadcast(%bias) {extents = [1, 1, 20], axes = [1]} : f32[1, 1, 20]
        %y = add(%t, %b)
      """, "1, 1, 20")
    for ranks in [2, 3, 6, 8] { expectPartition(text, mesh: [ranks]) }
    for cut in 0...6 { expectPartition(text, mesh: [2], cuts: [.init("w", [cut])]) }
  }

  @Test func `9 statistics are global on uneven parts`() throws {
    let text = graph(
      "1, 2, 11",
      """
      %s = block_sum(%a) {block = [1, 1, 4]} : f64[1, 2, 3]
        %t = tree_sum(%s) {axes = [2]} : f64[1, 2, 1]
        %m = cast(%t) {elementType = f32} : f32[1, 2, 1]
        %b = broadcast(%m) {extents = [1, 2, 11], axes = [0, 1, 2]} : f32[1, 2, 11]
        %y = subtract(%a, %b)
      """, "1, 2, 11")
    for cut in 0...11 { expectPartition(text, mesh: [2], cuts: [.init("w", [cut])]) }
    expectPartition(text, mesh: [5])
  }

  @Test func `12 neighbours are those along the mesh axis`() throws {
    let text = graph(
      "1, 1, 6, 6",
      """
      %w = parameter @w : f32[1, 1, 3, 1]
        %y = convolution(%a, %w) {padding = [[1, 1], [0, 0]]}
      """, "1, 1, 6, 6")
    let split = try distribution(MeshRequest([3, 2]), seed: 2).run(try Parser.graph(text)).graph
    let messages = Messages(try #require(split.exchanges.first), in: split)
    #expect(messages.receives.map { $0.map(\.rank) } == [[2], [3], [0, 4], [1, 5], [2], [3]])
    expectPartition(text, mesh: [3, 2])
  }

  @Test func `15 no remainder is dropped where ranks do not divide the extent`() throws {
    let text = graph("1, 1, 10, 7", "%y = tanh(%a)", "1, 1, 10, 7")
    let split = try distribution(MeshRequest([3, 4]), seed: 2).run(try Parser.graph(text)).graph
    let boxes = try #require(split[split.outputs[0].value].placement).owned
    #expect(boxes.reduce(0) { $0 + $1.count } == 70)
    expectPartition(text, mesh: [3, 4])
  }

  @Test func `17 fused and moved values have their halo too`() throws {
    let text = graph(
      "1, 2, 8",
      """
      %w = parameter @w : f32[2, 2, 3]
        %c = convolution(%a, %w) {padding = [[1, 1]]} : f32[1, 2, 8]
        %r = relu(%c) : f32[1, 2, 8]
        %p = pad(%r) {edges = [[0, 0], [0, 0], [2, 2]], mode = reflect} : f32[1, 2, 12]
        %f = slice(%p) {start = [0, 0, 11], count = [1, 2, 12], step = [1, 1, -1]} : f32[1, 2, 12]
        %y = cumulative_sum(%f) {axis = 2}
      """, "1, 2, 12")
    let optimized = try Pipeline.inference.run(try Parser.graph(text)).graph
    #expect(optimized.nodes.contains { $0.op is Fused })
    for ranks in [2, 3, 5] {
      expectPartition(text, mesh: [ranks])
      expectPartition(optimized, mesh: [ranks])
    }
  }

  @Test func `18 elements and bytes beyond 2^31 are counted in 64 bits`() throws {
    // 2^36 elements: types only.
    let text = graph(
      "1, 16, 4096, 1024, 1024",
      """
      %w = parameter @w : f32[16, 16, 3, 3, 3]
        %y = convolution(%a, %w) {padding = [[1, 1], [1, 1], [1, 1]]}
      """, "1, 16, 4096, 1024, 1024")
    let split = try distribution(MeshRequest([2, 1, 1]), seed: 2).run(try Parser.graph(text)).graph
    let messages = Messages(try #require(split.exchanges.first), in: split)
    #expect(messages.byteCount == 2 * 16 * 1024 * 1024 * 4)
    let whole = try Parser.graph(
      graph(
        "1, 16, 4096, 1024, 1024", "%y = cumulative_sum(%a) {axis = 2}", "1, 16, 4096, 1024, 1024"))
    let prefix = try distribution(MeshRequest([2, 1, 1]), seed: 2).run(whole).graph
    let sent = Messages(try #require(prefix.exchanges.first), in: prefix)
    #expect(sent.byteCount == 16 * 2048 * 1024 * 1024 * 4)
  }

  @Test func `19 negative padding cuts off at the border only`() {
    let text = graph(
      "1, 1, 12",
      """
      %w = parameter @w : f32[1, 1, 3]
        %c = convolution(%a, %w) {padding = [[-2, -1]]} : f32[1, 1, 7]
        %y = pad(%c) {edges = [[0, 0], [0, 0], [-1, 3]], value = 0.5}
      """, "1, 1, 9")
    for cut in 0...12 { expectPartition(text, mesh: [2], cuts: [.init("w", [cut])]) }
    expectPartition(text, mesh: [6])
  }

  @Test func `20 a skip fits behind odd extents`() {
    let text = graph(
      "1, 1, 13",
      """
      %p = max_pool(%a) {window = [2], stride = [2]} : f32[1, 1, 6]
        %q = max_pool(%p) {window = [2], stride = [2]} : f32[1, 1, 3]
        %w = parameter @w : f32[1, 1, 2]
        %u = transposed_convolution(%q, %w) {stride = [2]} : f32[1, 1, 6]
        %j = concatenate(%u, %p) {axis = 1} : f32[1, 2, 6]
        %v = parameter @v : f32[2, 1, 2]
        %t = transposed_convolution(%j, %v) {stride = [2], outputPadding = [1]} : f32[1, 1, 13]
        %y = concatenate(%t, %a) {axis = 1}
      """, "1, 2, 13")
    for cut in 0...13 { expectPartition(text, mesh: [2], cuts: [.init("w", [cut])]) }
    for ranks in [3, 5, 14] { expectPartition(text, mesh: [ranks]) }
  }

  @Test func `22 a value is exchanged once for two readers`() throws {
    let text = graph(
      "1, 1, 8",
      """
      %w = parameter @w : f32[1, 1, 3]
        %b = convolution(%a, %w) {padding = [[1, 1]]} : f32[1, 1, 8]
        %c = max_pool(%a) {window = [3], padding = [[1, 1]]} : f32[1, 1, 8]
        %y = add(%b, %c)
      """, "1, 1, 8")
    let split = try distribution(MeshRequest([2]), seed: 2).run(try Parser.graph(text)).graph
    #expect(split.exchanges.count == 1)
    expectPartition(text, mesh: [2], seed: 2)
  }
}
