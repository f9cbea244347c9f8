import GraphIR
import Testing

@Suite struct `a rewritten graph` {
  static let text = """
    graph @g mesh [h = 2] {
      prepare {
        %w = parameter @w : f32[4]
        output @v = %w
      }
      %x = input @x : f32[4] at [0:1] [1:4] loc "model.swift":3:5
      %v = parameter @v : f32[4]
      %a = exp(%x) : f32[4] at [0:2] [2:4] loc "model.swift":4
      %b = add(%a, %v) : f32[4]
      output @y = %b
      update @v = %a
    }

    """

  /// Returns the text of the graph with sites.
  static func print(_ graph: Graph) -> String { Printer.text(graph, .init(sites: true)) }

  @Test func `is the same where nothing is replaced`() throws {
    let graph = try Parser.graph(Self.text)
    let copy = try graph.rewriting { (_, _, _) throws(Diagnostic) in nil }
    #expect(Self.print(copy) == Self.print(graph))
    #expect(Self.print(try graph.keeping { _ in true }) == Self.print(graph))
  }

  @Test func `gives name, site and placement to a replacement`() throws {
    let graph = try Parser.graph(Self.text)
    let result = try graph.rewriting { (_, node, rewriter) throws(Diagnostic) in
      if node.name != "a" { return nil }
      let helper = try rewriter.append(Pointwise("negate"), node.operands)
      return try rewriter.replace(with: Pointwise("tanh"), [helper])
    }
    let helper = result[Value(2)]
    let node = result[Value(3)]
    #expect(helper.name == nil && helper.site?.line == 4 && helper.placement == nil)
    #expect(node.name == "a" && node.site?.line == 4)
    #expect(node.placement == graph[Value(2)].placement)
    #expect(result[result.outputs[0].value].operands == [Value(3), Value(1)])
    #expect(result.updates[0].value == Value(3))
  }

  @Test func `keeps a node whose replacement lies elsewhere on the mesh`() throws {
    let graph = try Parser.graph(Self.text)
    let result = try graph.rewriting { (_, node, _) throws(Diagnostic) in
      node.name == "a" ? node.operands[0] : nil
    }
    #expect(result == graph)
  }

  @Test func `refuses a replacement of another type`() throws {
    let graph = try Parser.graph(
      "graph @g { %x = input @x : f32[2] %y = cast(%x) {elementType = i8} : i8[2] }")
    let error = try #require(throws: Diagnostic.self) {
      try graph.rewriting { (_, node, _) throws(Diagnostic) in node.operands.first }
    }
    #expect(error.message == "cast: was replaced by a value of type f32[2], expected i8[2]")
  }

  @Test func `drops what is not kept`() throws {
    let graph = try Parser.graph(Self.text)
    var outputless = Graph(name: "g")
    for node in graph.nodes { try outputless.append(node.op, node.operands, name: node.name) }
    let result = try outputless.keeping { $0 < Value(3) }
    #expect(result.nodes.map(\.name) == ["x", "v", "a"])
  }
}
