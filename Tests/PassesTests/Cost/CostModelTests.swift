import GraphIR
import Passes
import Support
import Testing

@Suite struct `a cost model` {
  /// A machine with one operation, and one byte of a message, a second.
  static let slow = Machine(
    name: "slow", ranks: 8, gflops: 1e-9, memoryBandwidth: 1e9, stepLatency: 0, messageLatency: 100,
    messageBandwidth: 1e-9, memoryByteCount: 1 << 30)

  static let convolution = """
    graph @g {
      %x = input @x : f32[1, 1, 8]
      %w = parameter @w : f32[2, 1, 3]
      %y = exp(%x) : f32[1, 1, 8]
      %z = convolution(%y, %w) {padding = [[1, 1]]} : f32[1, 2, 8]
      output @z = %z
    }
    """

  static func split(_ text: String, _ mesh: [Int], cuts: [MeshRequest.Cuts] = []) throws -> Graph {
    try Support.split(try Parser.graph(text), MeshRequest(mesh, cuts: cuts))
  }

  @Test func `adds the slowest rank's operations, messages and bytes`() throws {
    let graph = try Self.split(Self.convolution, [2], cuts: [.init("w", [3])])
    let cost = CostModel(Self.slow).cost(of: graph)
    // 2 · 3 products of 2 channels at 3 and 5 positions; one element travels in each direction.
    #expect(cost.ranks.map(\.flops) == [36, 60])
    #expect(cost.ranks.map(\.sentByteCount) == [4, 4])
    #expect(cost.ranks.map(\.receivedByteCount) == [4, 4])
    #expect(cost.messageCount == 2 && cost.byteCount == 8 && cost.exchangeCount == 1)
    #expect(abs(cost.seconds - (100 + 4 + 60)) < 1e-6)
    #expect(abs(cost.imbalance - 60 / 48) < 1e-6)
  }

  @Test func `counts bytes where they take longer, and the latency of each step`() throws {
    var machine = Self.slow
    machine.gflops = 1e9
    machine.memoryBandwidth = 1e-9
    machine.stepLatency = 1000
    let graph = try Parser.graph(Self.convolution)
    // exp reads and writes 8 elements; the convolution reads 8 and 6 and writes 16.
    #expect(CostModel(machine).cost(of: graph).seconds == 2000 + 64 + 120)
    let part = Region([0..<1, 0..<2, 0..<4])
    #expect(
      CostModel(machine).seconds(computing: part, of: Value(3), in: graph)
        == 1000 + 4 * (5 + 6 + 8))
    #expect(CostModel(machine).seconds(computing: part, of: Value(0), in: graph) == 0)
  }

  @Test func `knows what one rank does in an exchange`() throws {
    let graph = try Self.split(Self.convolution, [3], cuts: [.init("w", [3, 5])])
    let messages = Messages(graph.exchanges[0], in: graph)
    let share = messages.share(of: 1)
    #expect(share == ExchangeShare(messageCount: 2, byteCount: 8, copiedByteCount: 8))
    var machine = Self.slow
    machine.memoryBandwidth = 1e-9
    #expect(CostModel(machine).seconds(exchanging: share) == 2 * 100 + 8 + 2 * 8)
  }

  @Test func `hides messages behind what is computed meanwhile`() throws {
    let boxes = "at [0:1, 0:1, 0:4] [0:1, 0:1, 4:8]"
    func graph(_ middle: String) throws -> Graph {
      try Parser.graph(
        """
        graph @g mesh [w = 2] {
          %x = input @x : f32[1, 1, 8] \(boxes)
          %k = parameter @k : f32[25, 1, 1]
          %y = exp(%x) : f32[1, 1, 8] \(boxes)
          \(middle)
          %b = max_pool(%e) {window = [3], stride = [1], padding = [[1, 1]]} : f32[1, 1, 8] \(boxes)
          output @a = %a
          output @b = %b
        }
        """)
    }
    let held = "held [0:1, 0:1, 0:5] [0:1, 0:1, 3:8]"
    let inner =
      "%a = convolution(%x, %k) : f32[1, 25, 8] at [0:1, 0:25, 0:4] [0:1, 0:25, 4:8]"
    let apart = try graph(
      """
      %s = exchange(%y) {phase = start} : f32[1, 1, 8] \(boxes)
      \(inner)
      %e = exchange(%s) {phase = finish} : f32[1, 1, 8] \(boxes) \(held)
      """)
    let whole = try graph(
      """
      \(inner)
      %e = exchange(%y) : f32[1, 1, 8] \(boxes) \(held)
      """)
    // 2 · 25 · 4 operations beside a message of 104 seconds.
    #expect(abs(CostModel(Self.slow).cost(of: whole).seconds - 304) < 1e-6)
    #expect(abs(CostModel(Self.slow).cost(of: apart).seconds - 200) < 1e-6)
  }

  @Test func `lets ranks share a machine that has fewer`() throws {
    var machine = Self.slow
    machine.ranks = 1
    let graph = try Self.split(Self.convolution, [2])
    let alone = CostModel(machine).cost(of: try Parser.graph(Self.convolution))
    let shared = CostModel(machine).cost(of: graph)
    #expect(abs(shared.computeSeconds - alone.computeSeconds) < 1e-6)
  }

  @Test func `counts what a rank has in memory at a time`() throws {
    let text = """
      graph @g {
        %x = input @x : f32[1, 1, 8]
        %w = parameter @w : f32[2, 1, 3]
        %a = exp(%x) : f32[1, 1, 8]
        %b = exp(%a) : f32[1, 1, 8]
        %c = reshape(%b) {extents = [1, 8]} : f32[1, 8]
        %d = reshape(%c) {extents = [1, 1, 8]} : f32[1, 1, 8]
        %e = convolution(%d, %w) {padding = [[1, 1]]} : f32[1, 2, 8]
        output @e = %e
      }
      """
    // x, w, and at the end b and e; the reshapes are b.
    let alone = CostModel(Self.slow).cost(of: try Parser.graph(text))
    #expect(alone.peakByteCount == 4 * (8 + 6 + 8 + 16))
    // Half of all but w, and what the exchange holds beside its operand.
    let split = CostModel(Self.slow).cost(of: try Self.split(text, [2]))
    #expect(split.ranks.map(\.peakByteCount) == [4 * (4 + 6 + 5 + 8), 4 * (4 + 6 + 5 + 8)])
  }

  @Test func `plans hundreds of ranks`() throws {
    let graph = try unet([128, 128, 128], widths: [4, 8, 16, 32])
    let split = try Support.split(graph, MeshRequest([8, 8, 8]))
    let cost = CostModel(Self.slow).cost(of: split)
    #expect(cost.ranks.count == 512)
    #expect(cost.byteCount == split.exchanges.reduce(0) { $0 + Messages($1, in: split).byteCount })
    #expect(cost.ranks.reduce(0) { $0 + $1.flops } == Double(graph.flops))
    #expect(cost.ranks.reduce(0) { $0 + $1.sentByteCount } == cost.byteCount)
  }
}
