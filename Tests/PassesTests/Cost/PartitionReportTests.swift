import Foundation
import GraphIR
import Passes
import Support
import Testing

@Suite struct `a report on a partition` {
  /// Whole figures for one second a gigabyte or a gigaflop.
  static let machine = Machine(
    name: "plain", ranks: 8, gflops: 1, memoryBandwidth: 1, stepLatency: 1e-3, messageLatency: 1e-3,
    messageBandwidth: 1, memoryByteCount: 1 << 30)

  static let convolution = """
    graph @g {
      %x = input @x : f32[1, 1, 8] loc "model.swift":3:5
      %w = parameter @w : f32[1, 1, 3]
      %0 = exp(%x) : f32[1, 1, 8] loc "model.swift":4:5
      %z = convolution(%0, %w) {padding = [[1, 1]]} : f32[1, 1, 8] loc "model.swift":5:5
      output @z = %z
    }
    """

  static func report(_ text: String, _ mesh: [Int]) throws -> PartitionReport {
    let graph = try Support.split(try Parser.graph(text), MeshRequest(mesh))
    return PartitionReport(graph, CostModel(machine))
  }

  @Test func `shows the plan, its exchanges and its values`() throws {
    let expected = """
        g
        mesh              w2 (2 ranks)
        predicted time    4.00 ms on 'plain'
          computing       2.00 ms
        imbalance         1.000
        exchanges         1
        messages          2
        bytes             8
        memory of a rank  64 B

      exchanges
        value  bytes  messages  into a rank  kind  halo   read by  at
        %exp       8         2            4  halo  w 1+1  %z       model.swift:5:5

      values
        value  op           type          parts    because        at
        %x     input        f32[1, 1, 8]  w 0|4|8  w is cut at 4  model.swift:3:5
        %exp   exp          f32[1, 1, 8]  w 0|4|8  w of %x        model.swift:4:5
        %z     convolution  f32[1, 1, 8]  w 0|4|8  w of %exp      model.swift:5:5

      """
    #expect(try Self.report(Self.convolution, [2]).description == expected)
  }

  @Test func `says of a value why it is split and what travels`() throws {
    let report = try Self.report(Self.convolution, [2])
    let expected = """
      %exp = exp : f32[1, 1, 8]  (model.swift:4:5)
      split because
        %exp: w of %x  (model.swift:4:5)
        %x: w is cut at 4  (model.swift:3:5)
      halo w 1+1
        rank  owned            held  exchanged
           0  [0:1, 0:1, 0:4]        [0:1, 0:1, 0:5]
           1  [0:1, 0:1, 4:8]        [0:1, 0:1, 3:8]
        from  to  bytes
           0   1      4
           1   0      4

      """
    #expect(try report.value(named: "exp").description == expected)
    // Of the exchange it is the same.
    #expect(try report.value(named: "0") == report.value(named: "exp"))
    #expect(throws: Diagnostic("'g' has no value '%nothing'")) {
      try report.value(named: "nothing")
    }
    let whole = try report.value(named: "w").description
    #expect(whole.hasPrefix("%w = parameter : f32[1, 1, 3]"))
    #expect(whole.hasSuffix("\nevery rank has the whole of it\n"))
  }

  @Test func `marks a gather with the line that reads the whole`() throws {
    let report = try Self.report(
      """
      graph @g {
        %x = input @x : f32[1, 4, 8] loc "model.swift":3:5
        %q = exp(%x) : f32[1, 4, 8] loc "model.swift":4:5
        %k = tanh(%x) : f32[1, 4, 8] loc "model.swift":5:5
        %s = contract(%q, %k) {batch = [[0, 0]], contracting = [[1, 1]]} : f32[1, 8, 8] loc "model.swift":6:5
        output @s = %s
      }
      """, [2])
    let exchange = try #require(report.exchanges.first)
    #expect(exchange.kind == .gather && exchange.site == "model.swift:6:5")
    #expect(exchange.value == "k" && exchange.readers == ["s"] && exchange.byteCount == 128)
  }

  @Test func `is whole as a document for programs`() throws {
    let report = try Self.report(Self.convolution, [2])
    let data = try JSONEncoder().encode(report.document)
    let document = try JSONDecoder().decode(PartitionReport.Document.self, from: data)
    #expect(document == report.document)
    #expect(document.values.map(\.name) == ["x", "exp", "z"])
    #expect(document.ranks.map(\.receivedByteCount) == [4, 4])
  }

  @Test func `keeps the names of reasons when nodes are added`() throws {
    let graph = try Support.split(
      try unet([16, 16], widths: [2, 4, 4]), MeshRequest([2, 2]))
    let report = PartitionReport(graph, CostModel(Self.machine))
    for value in report.values {
      #expect(value.reasons.count == 2, "\(value)")
      for way in value.reasons {
        #expect(way.last?.value == "image" && way.last?.origin.contains("is cut at") == true)
      }
    }
  }

  @Test func `has names for steps that were fused`() throws {
    let graph = try Pipeline.inference.run(try unet([16, 16], widths: [2, 4])).graph
    let split = try Support.split(graph, MeshRequest([2, 1]))
    let report = PartitionReport(split, CostModel(Self.machine))
    #expect(report.values.contains { $0.name == "encoder.1.conv2.tanh" })
  }

  @Test func `sends next to nothing beyond what must travel`() throws {
    let graph = try unet([128, 128, 128], widths: [16, 32, 64, 128])
    let split = try Support.split(graph, MeshRequest([2, 2, 2]))
    let (bound, sent) = (
      communicationLowerBound(split), CostModel(Self.machine).cost(of: split).byteCount
    )
    #expect(bound > 0 && bound <= sent && Double(sent) <= 1.02 * Double(bound))
  }

  @Test func `bounds what is exchanged for each reader by what is read at all`() throws {
    let text = """
      graph @g {
        %x = input @x : f32[1, 1, 8]
        %e = exp(%x) : f32[1, 1, 8]
        %a = max_pool(%e) {window = [3], stride = [1], padding = [[1, 1]]} : f32[1, 1, 8]
        %b = max_pool(%e) {window = [5], stride = [1], padding = [[2, 2]]} : f32[1, 1, 8]
        output @a = %a
        output @b = %b
      }
      """
    let graph = try Parser.graph(text)
    let passes: [Pass] = [.partition(MeshRequest([2])), .insertHalos()]
    let apart = try Pipeline(passes).run(graph).graph
    #expect(communicationLowerBound(apart) == 16)
    #expect(CostModel(Self.machine).cost(of: apart).byteCount == 24)
    let merged = try Pipeline(passes + [.mergeExchanges]).run(graph).graph
    #expect(CostModel(Self.machine).cost(of: merged).byteCount == 16)
    #expect(communicationLowerBound(merged) == 16)
  }
}
