import GraphIR
import Passes
import Support
import Testing

@Suite struct `the choice of a mesh` {
  /// A machine whose messages are slow.
  static let machine = Machine(
    name: "plain", ranks: 64, gflops: 1, memoryBandwidth: 1, stepLatency: 0, messageLatency: 1e-6,
    messageBandwidth: 1e-2, memoryByteCount: 1 << 30)

  static func image(_ extents: String) throws -> Graph {
    try Parser.graph(
      """
      graph @g {
        %x = input @x : f32[\(extents)]
        %e = exp(%x) : f32[\(extents)]
        %m = max_pool(%e) {window = [3, 3], stride = [1, 1], padding = [[1, 1], [1, 1]]} : f32[\(extents)]
        output @m = %m
      }
      """)
  }

  @Test func `cuts the long dimension`() throws {
    let choice = try MeshChoice.best(try Self.image("1, 1, 4, 64"), ranks: 4, machine: Self.machine)
    #expect(choice.request.spelling == "h1xw4" && choice.cost.byteCount == 3 * 2 * 4 * 4)
    #expect(choice.candidates.contains { $0.request.spelling == "h2xw2" })
    #expect(choice.runnerUp?.request.spelling == "h2xw2")
    #expect(
      choice.reason.hasPrefix("h1xw4 is predicted to take ")
        && choice.reason.contains("travel into a rank and not"), "\(choice.reason)")
    #expect(choice.table.split(separator: "\n").count == choice.candidates.count + 1)
  }

  @Test func `cuts the batch, where nothing travels`() throws {
    let choice = try MeshChoice.best(try Self.image("4, 1, 8, 8"), ranks: 4, machine: Self.machine)
    #expect(choice.request.spelling == "n4xh1xw1" && choice.cost.byteCount == 0)
  }

  @Test func `makes parts smaller that have more beside them`() throws {
    var machine = Self.machine
    // A rim, of which the middle part has two, takes as long as computing 6 elements.
    (machine.messageLatency, machine.messageBandwidth) = (0, 1 / 24)
    let graph = try Self.image("1, 1, 1, 60")
    let choice = try MeshChoice.best(graph, ranks: 3, machine: machine)
    #expect(choice.request.cuts == [.init("w", [22, 38])])
    let even = try #require(choice.candidates.first { $0.request.cuts.isEmpty })
    #expect(choice.cost.seconds < even.cost?.seconds ?? 0)
    for low in 2..<30 {
      let request = MeshRequest(choice.request.axes, cuts: [.init("w", [low, 60 - low])])
      let cost = CostModel(machine).cost(of: try Support.split(graph, request))
      #expect(cost.seconds > 0.95 * choice.cost.seconds)
    }
  }

  @Test func `leaves the cuts of the poolings where they are`() throws {
    let choice = try MeshChoice.best(
      try unet([96, 96], widths: [4, 4, 4, 4]), ranks: 3, machine: Self.machine)
    for cuts in choice.request.cuts {
      #expect(cuts.positions.allSatisfy { $0 % 8 == 0 }, "\(cuts)")
    }
    #expect(choice.cost.imbalance < 1.2)
  }

  @Test func `refuses what does not fit the memory of a rank`() throws {
    var machine = Self.machine
    machine.memoryByteCount = 1000
    let graph = try Self.image("1, 1, 32, 32")
    let error = #expect(throws: Diagnostic.self) {
      try MeshChoice.best(graph, ranks: 2, machine: machine)
    }
    #expect(error?.message == "mesh auto: no mesh of so many ranks fits 'g' and machine 'plain'")
    #expect(error?.notes.contains { $0.message.hasPrefix("h2xw1: needs 6.") } == true)
    #expect(try MeshChoice.best(graph, ranks: 32, machine: machine).cost.peakByteCount <= 1000)
  }

  @Test func `leaves out what ops do not follow, unless gathers are allowed`() throws {
    let graph = try Parser.graph(
      """
      graph @g {
        %x = input @x : f32[1, 1, 4, 6]
        %e = exp(%x) : f32[1, 1, 4, 6]
        %y = reshape(%e) {extents = [1, 1, 6, 4]} : f32[1, 1, 6, 4]
        output @y = %y
      }
      """)
    func refusals(_ allowGather: Bool) throws -> [String] {
      try MeshChoice.best(graph, ranks: 2, machine: Self.machine, allowGather: allowGather)
        .candidates.compactMap(\.refusal)
    }
    #expect(try refusals(false).count == 1 && refusals(true).isEmpty)
    #expect(try refusals(false)[0].contains("does not follow the cut of dimension 3 (w)"))
  }

  @Test func `says where the ranks are too many`() throws {
    #expect(
      throws: Diagnostic(
        "mesh auto: 7 ranks do not spread over %x : f32[1, 1, 4, 6], expected a number with "
          + "factors of at most its extents")
    ) {
      try MeshChoice.best(try Self.image("1, 1, 4, 6"), ranks: 7, machine: Self.machine)
    }
  }

  @Test func `is the same each time, and its mesh keeps the results`() throws {
    let graph = try unet([12, 20], widths: [1, 2])
    let choice = try MeshChoice.best(graph, ranks: 6, machine: Self.machine)
    #expect(try MeshChoice.best(graph, ranks: 6, machine: Self.machine) == choice)
    expectPartition(graph, choice.request)
  }

  @Test func `is made for more and more ranks in a scaling curve`() throws {
    let graph = try unet([32, 64], widths: [4, 8])
    let curve = ScalingCurve(graph, upTo: 4096, machine: Self.machine)
    #expect(curve.points.map(\.ranks) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048])
    #expect(curve.points[0].speedUp == 1 && curve.points[1].speedUp > 1)
    let best = try MeshChoice.best(graph, ranks: 4, machine: Self.machine)
    #expect(curve.points[2].seconds == best.cost.seconds)
    #expect(curve.description.split(separator: "\n").count == 13)
  }

  @Test func `is left out of a scaling curve where it does not fit`() throws {
    let graph = try Self.image("1, 1, 64, 64")
    var machine = Self.machine
    machine.memoryByteCount = try MeshChoice.best(graph, ranks: 4, machine: machine).cost
      .peakByteCount
    let curve = ScalingCurve(graph, upTo: 8, machine: machine)
    #expect(curve.points.map(\.ranks) == [1, 4, 8])
  }
}
