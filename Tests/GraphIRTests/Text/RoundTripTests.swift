import GraphIR
import Support
import Testing

@Suite struct `text IR` {
  /// Checks that text is what printing its graph gives.
  private func check(_ text: String, sites: Bool = false) throws {
    #expect(Printer.text(try Parser.graph(text), .init(sites: sites)) == text)
  }

  @Test func `shows meshes, boxes, origins, prepared graphs and updates`() throws {
    try check(
      """
      graph @net mesh [h = 2, w = 1] {
        prepare {
          %0 = parameter @w : f32[2]
          %1 = relu(%0) : f32[2]
          output @packed = %1
        }
        %x = input @x : f32[4, 3] at [0:2, 0:3] [2:4, 0:3]
        %w = parameter @packed {initializer = {constant = {value = 1.0}}} : f32[2]
        %y = relu(%x) : f32[4, 3] at [0:2, 0:3] [2:4, 0:3] held [0:3, 0:3] [1:4, 0:3] because "a \\"cut\\" of %x"
        %z = relu(%w) : f32[2] at [0:2] [0:0] because ""
        output @y = %y
        output @"any name" = %y
        update @packed = %z
      }

      """)
  }

  @Test func `shows places on request`() throws {
    let text = """
      graph @g {
        %x = input @x : f32[] loc "a dir/model.swift":12:9
        %y = relu(%x) : f32[] loc "model.swift":3
        output @y = %y
      }

      """
    try check(text, sites: true)
    let graph = try Parser.graph(text)
    #expect(graph.nodes[0].site == Site(file: "a dir/model.swift", line: 12, column: 9))
    #expect(!Printer.text(graph).contains("loc"))
  }

  @Test func `keeps large constants behind the graph, once`() throws {
    var graph = Graph(name: "g")
    let array = NDArray.random(TensorType(.f32, [5, 7]), seed: 1)
    let a = try graph.append(Constant(array))
    let b = try graph.append(Constant(array))
    graph.output("y", try graph.append(Pointwise("add"), [a, b]))
    let text = Printer.text(graph)
    #expect(text.split(separator: "data #").count == 2)
    #expect(try Parser.graph(text) == graph)
    #expect(!graph.description.contains("data"))
  }

  @Test func `keeps the bits of numbers`() throws {
    let values: [Double] = [
      -0.0, .nan, .infinity, -.infinity, 0x1p-1074, 1e308, 0.1, 1 / 3, 123_456_789_012_345_680,
    ]
    for type in [ElementType.f64, .f32, .f16, .bf16] {
      try roundTrip(Constant(NDArray(type, [9], values)), [])
    }
    for value in values { try roundTrip(Pointwise("elu", [Scalar(value)]), [TensorType(.f32, [])]) }
    try roundTrip(
      Constant(NDArray(narrowing: [.min, .max, 0] as [Int64], to: .i64, [3])), [])
    try roundTrip(Constant(NDArray(narrowing: [-1, .min] as [Int64], to: .u64, [2])), [])
  }

  @Test(arguments: [
    "", "true", "nan", "a b", "\"", "\\", "\n\t\r", "@", "é 画", "1", "a.b", "inf", "//", "{",
  ])
  func `keeps any name`(_ name: String) throws {
    var graph = Graph(name: name)
    let x = try graph.append(Input(name: name, type: TensorType(.f32, [])), name: name)
    let w = try graph.append(Parameter(name: name, type: TensorType(.f32, [])), name: "0")
    let r = try graph.append(Random(type: TensorType(.f32, []), name: name))
    graph.output(name, x)
    graph.update(name, w)
    graph.output("r", r)
    let text = Printer.text(graph)
    #expect(try Parser.graph(text) == graph)
    #expect(Printer.text(try Parser.graph(text)) == text)
  }

  @Test func `skips comments and line ends of any kind`() throws {
    let graph = try Parser.graph(
      "// head\r\ngraph @g{ // why\r\n%x=input@x:f32[ ]\toutput@y=%x}//end")
    #expect(graph.outputs.map(\.name) == ["y"])
  }

  @Test(arguments: [1, 2, 40])
  func `nests fused bodies`(_ depth: Int) throws {
    let type = TensorType(.f32, [2])
    var body = Graph(name: "fused")
    body.output(
      "y", try body.append(Pointwise("relu"), [try body.append(Input(name: "0", type: type))]))
    for _ in 1..<depth {
      var outer = Graph(name: "fused")
      outer.output(
        "y", try outer.append(Fused(body: body), [try outer.append(Input(name: "0", type: type))]))
      body = outer
    }
    try roundTrip(Fused(body: body), [type])
  }

  @Test func `refuses a mesh of more ranks than there are numbers`() throws {
    let graph = try Parser.graph(
      "graph @g mesh [h = 9223372036854775807, w = 2] { %x = input @x : f32[] at [] }")
    #expect(throws: Diagnostic.self) { try graph.verify() }
  }

  @Test(arguments: ["[", "{a = ", "[["])
  func `refuses what is nested too deep`(_ bracket: String) {
    let opening = String(repeating: bracket, count: 100_000)
    let text = "graph @g { %x = reshape() {extents = \(opening)"
    do throws(Diagnostic) {
      _ = try Parser.graph(text)
      Issue.record("was accepted")
    } catch {
      #expect(error.message == "brackets are nested more than 100 deep")
    }
  }

  @Test(arguments: ["prepare { ", "%x = fused() { "])
  func `refuses graphs that are nested too deep`(_ opening: String) {
    do throws(Diagnostic) {
      _ = try Parser.graph("graph @g { " + String(repeating: opening, count: 100_000))
      Issue.record("was accepted")
    } catch {
      #expect(error.message == "brackets are nested more than 100 deep")
    }
  }

  /// Checks that a graph of one op comes back from text.
  private func roundTrip(_ op: any Op, _ types: [TensorType]) throws {
    var graph = Graph(name: "g")
    var operands: [Value] = []
    for (index, type) in types.enumerated() {
      operands.append(try graph.append(Input(name: "\(index)", type: type)))
    }
    graph.output("y", try graph.append(op, operands))
    let text = Printer.text(graph)
    #expect(try Parser.graph(text) == graph)
    #expect(Printer.text(try Parser.graph(text)) == text)
  }
}
