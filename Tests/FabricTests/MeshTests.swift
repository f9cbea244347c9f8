import BLASBackend
import Fabrics
import Passes
import ReferenceBackend
import Support
import Testing

/// Ranks on every fabric, against the graph that is not split.
@Suite("ranks of a mesh") struct MeshTests {
  @Test func `compute a convolution with halos, uneven cuts and an empty shard`() throws {
    try expectRanks(
      Convolutions.ranks.map { try Parser.graph($0) }, compute: Parser.graph(Convolutions.whole))
  }

  @Test func `overlap an exchange with the interior`() throws {
    try expectRanks(
      StartedExchanges.ranks.map { try Parser.graph($0) },
      compute: Parser.graph(StartedExchanges.whole))
  }

  @Test func `count each message where it is copied`() throws {
    let mesh = try MeshExecutable(
      Convolutions.ranks.map { try Parser.graph($0) }, backend: ReferenceBackend(),
      threadsPerRank: 1)
    let whole = try Parser.graph(Convolutions.whole)
    let bindings = Bindings(for: whole, seed: 1)
    for fabric in fabrics {
      let session = try mesh.makeSession(on: fabric, parameters: bindings.parameters)
      for _ in 0..<2 { _ = try session.run(bindings.inputs) }
      #expect(session.traffic.byteCount == 16)
      #expect(session.traffic.messageCount == 2)
      #expect(session.traffic.byteCount(from: 0, to: 1) == 8)
      #expect(session.traffic.byteCount(from: 1, to: 0) == 8)
      #expect(session.traffic.flows.map(\.receiver) == [0, 1])
    }
  }

  @Test(arguments: [[1], [2], [3], [5], [13]], [1, 2, 3, 6] as [UInt64])
  func `agree with the whole on networks split by the passes`(_ mesh: [Int], _ seed: UInt64) throws
  {
    let whole = try Parser.graph(
      """
      graph @net {
        %x = input @x : f32[1, 2, 12]
        %w = parameter @w : f32[3, 2, 3]
        %v = parameter @v : f32[3, 3, 4]
        %c = convolution(%x, %w) {padding = [[1, 1]]} : f32[1, 3, 12]
        %p = max_pool(%c) {window = [2], stride = [2]} : f32[1, 3, 6]
        %q = convolution(%p, %v) {padding = [[2, 1]]} : f32[1, 3, 6]
        %s = tree_sum(%q) {axes = [2]} : f32[1, 3, 1]
        %b = broadcast(%s) {extents = [1, 3, 6], axes = [0, 1, 2]} : f32[1, 3, 6]
        %d = subtract(%q, %b) : f32[1, 3, 6]
        output @c = %c
        output @d = %d
        output @s = %s
        output @x = %x
      }
      """)
    try expectRanks(try split(whole, MeshRequest(mesh), seed: seed), compute: whole)
  }

  @Test(arguments: [[1], [2], [5]])
  func `supply a scalar, and the new value of one`(_ mesh: [Int]) throws {
    let whole = try Parser.graph(
      """
      graph @scalars {
        %x = input @x : f32[1, 1, 4]
        %n = parameter @n : i64[]
        %1 = constant() {value = dense i64[] [1]} : i64[]
        %m = add(%n, %1) : i64[]
        %s = contract(%x, %x) {batch = [], contracting = [[0, 0], [1, 1], [2, 2]]} : f32[]
        output @s = %s
        update @n = %m
      }
      """)
    try expectRanks(try split(whole, MeshRequest(mesh), seed: 1), compute: whole)
    expectPartition(whole, mesh: mesh)
  }

  @Test func `copy as many bytes as the messages say`() throws {
    let whole = try Parser.graph(Self.network)
    let global = try distribution(MeshRequest([2, 3]), seed: 2).run(whole).graph
    let locals = try (0..<6).map { try global.localized(rank: $0) }
    let bindings = Bindings(for: whole, seed: 1)
    let mesh = try MeshExecutable(locals, backend: BLASBackend(), threadsPerRank: 1)
    for fabric in fabrics {
      let session = try mesh.makeSession(on: fabric, parameters: bindings.parameters)
      _ = try session.run(bindings.inputs)
      for value in global.exchanges {
        let messages = Messages(value, in: global)
        let number = try #require(global.exchangeNumbers[value])
        let flows = session.traffic.flows.filter { $0.exchange == number }
        #expect(flows.reduce(0) { $0 + $1.byteCount } == messages.byteCount)
        #expect(flows.reduce(0) { $0 + $1.messageCount } == messages.count)
      }
      #expect(session.traffic.byteCount > 0)
    }
  }

  @Test(arguments: [[2, 2], [3, 1], [1, 5], [4, 4]], [1, 2, 3, 6] as [UInt64])
  func `agree with the whole on images`(_ mesh: [Int], _ seed: UInt64) throws {
    let whole = try Parser.graph(Self.network)
    try expectRanks(try split(whole, MeshRequest(mesh), seed: seed), compute: whole)
  }

  /// A pixel shuffle to three channels, which one rank fuses with the convolution in front of it, and
  /// ranks with an exchange between do not.
  private static let shuffled = """
    graph @shuffled {
      %x = input @x : f32[1, 7, 12, 9]
      %w = parameter @w : f32[12, 7, 3, 3]
      %v = parameter @v : f32[2, 3, 3, 3]
      %0 = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 12, 12, 9]
      %1 = reshape(%0) {extents = [1, 3, 2, 2, 12, 9]} : f32[1, 3, 2, 2, 12, 9]
      %2 = transpose(%1) {permutation = [0, 1, 4, 2, 5, 3]} : f32[1, 3, 12, 2, 9, 2]
      %3 = reshape(%2) {extents = [1, 3, 24, 18]} : f32[1, 3, 24, 18]
      %y = convolution(%3, %v) {padding = [[1, 1], [1, 1]]} : f32[1, 2, 24, 18]
      output @y = %y
    }
    """

  @Test(arguments: [[2, 1], [1, 3], [2, 2]], [1, 2, 3] as [UInt64])
  func `agree with the whole on shuffled pixels`(_ mesh: [Int], _ seed: UInt64) throws {
    let whole = try Parser.graph(Self.shuffled)
    try expectRanks(try split(whole, MeshRequest(mesh), seed: seed), compute: whole)
  }

  @Test func `carry updated parameters from run to run, and replicate outputs`() throws {
    let whole = try Parser.graph(
      """
      graph @net {
        %x = input @x : f32[1, 1, 6]
        %n = parameter @n : f32[1, 1, 6]
        %w = parameter @w : f32[2]
        %m = add(%x, %n) : f32[1, 1, 6]
        %v = negate(%w) : f32[2]
        output @m = %m
        output @v = %v
        output @w = %w
        update @n = %m
        update @w = %v
      }
      """)
    let bindings = Bindings(for: whole, seed: 3)
    for fabric in fabrics {
      let locals = try split(whole, MeshRequest([3]), seed: 2)
      let mesh = try MeshExecutable(locals, backend: ReferenceBackend(), threadsPerRank: 1)
      let session = try mesh.makeSession(on: fabric, parameters: bindings.parameters)
      let twin = try ReferenceBackend().compile(Program(whole), threads: 1)
        .makeSession(parameters: bindings.parameters)
      for _ in 0..<3 {
        #expect(try session.run(bindings.inputs) == twin.run(bindings.inputs))
        #expect(session.parameters == twin.parameters)
      }
    }
  }

  @Test func `measure each step where asked`() throws {
    let whole = try Parser.graph(Convolutions.whole)
    let bindings = Bindings(for: whole, seed: 1)
    let mesh = try MeshExecutable(
      Convolutions.ranks.map { try Parser.graph($0) }, backend: ReferenceBackend(),
      threadsPerRank: 1)
    for fabric in fabrics {
      let session: any SessionProtocol = try mesh.makeSession(
        on: fabric, parameters: bindings.parameters)
      session.isProfiling = true
      _ = try session.run(bindings.inputs)
      #expect(session.profile.count == 3)
    }
  }

  /// An image network with pooling, a skip connection and sums over all positions.
  static let network = """
    graph @net {
      %x = input @x : f32[1, 2, 12, 10]
      %w = parameter @w : f32[4, 2, 3, 3]
      %v = parameter @v : f32[4, 4, 3, 4]
      %u = parameter @u : f32[4, 4, 2, 2]
      %c = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 4, 12, 10]
      %r = relu(%c) : f32[1, 4, 12, 10]
      %p = max_pool(%r) {window = [2, 2], stride = [2, 2]} : f32[1, 4, 6, 5]
      %q = convolution(%p, %v) {padding = [[1, 1], [2, 1]]} : f32[1, 4, 6, 5]
      %t = transposed_convolution(%q, %u) {stride = [2, 2]} : f32[1, 4, 12, 10]
      %a = add(%t, %r) : f32[1, 4, 12, 10]
      %s = block_sum(%a) {block = [1, 1, 4, 4]} : f64[1, 4, 3, 3]
      %g = tree_sum(%s) {axes = [2, 3]} : f64[1, 4, 1, 1]
      %f = cast(%g) : f32[1, 4, 1, 1]
      %b = broadcast(%f) {extents = [1, 4, 12, 10], axes = [0, 1, 2, 3]} : f32[1, 4, 12, 10]
      %d = subtract(%a, %b) : f32[1, 4, 12, 10]
      %e = reshape(%d) {extents = [4, 12, 10]} : f32[4, 12, 10]
      output @d = %d
      output @e = %e
      output @f = %f
      output @x = %x
    }
    """
}
