import BLASBackend
import Fabrics
import Passes
import ReferenceBackend
import Support
import Testing

/// Ranks on every fabric, against the graph that is not split.
@Suite struct `ranks of a mesh` {
  @Test func `compute a convolution with halos, uneven cuts and an empty shard`() throws {
    try expectRanks(
      Convolutions.ranks.map { try Parser.graph($0) }, compute: Parser.graph(Convolutions.whole))
  }

  @Test func `count each message where it is copied`() throws {
    let mesh = try MeshExecutable(
      Convolutions.ranks.map { try Parser.graph($0) }, backend: ReferenceBackend(),
      threadsPerRank: 1)
    let whole = try Parser.graph(Convolutions.whole)
    let bindings = Bindings(for: whole, seed: 1)
    let session = try mesh.makeSession(on: LockstepFabric(), parameters: bindings.parameters)
    _ = try session.run(bindings.inputs)
    #expect(session.traffic.byteCount == 16)
    #expect(session.traffic.messageCount == 2)
    #expect(session.traffic.byteCount(from: 0, to: 1) == 8)
    #expect(session.traffic.byteCount(from: 1, to: 0) == 8)
    #expect(session.traffic.flows.map(\.receiver) == [0, 1])
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
}
