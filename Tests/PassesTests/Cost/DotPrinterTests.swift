import Foundation
import GraphIR
import Passes
import Support
import Testing

@Suite struct `a drawing of a graph` {
  static let text = """
    graph @g {
      %x = input @x : f32[1, 1, 4]
      %e = exp(%x) : f32[1, 1, 4]
      %m = max_pool(%e) {window = [3], stride = [1], padding = [[1, 1]]} : f32[1, 1, 4]
      %c = constant() {value = dense f32[1] [1.0]} : f32[1]
      %b = broadcast(%c) {extents = [1, 1, 4], axes = [0]} : f32[1, 1, 4]
      %y = add(%m, %b) : f32[1, 1, 4]
      output @y = %y
    }
    """

  /// Returns the line of a drawing that starts as given.
  static func line(_ start: String, _ text: String) throws -> String {
    let line = text.split(separator: "\n").first { $0.hasPrefix("  " + start) }
    return String(try #require(line))
  }

  @Test func `has a table for each step and an edge for each operand`() throws {
    let drawing = DotPrinter.text(try Parser.graph(Self.text))
    #expect(drawing.hasPrefix("digraph \"g\" {\n") && drawing.hasSuffix("}\n"))
    #expect(
      try Self.line("v1 ", drawing)
        == "  v1 [label = <<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"1\">"
        + "<TR><TD BORDER=\"0\"><B>%e</B></TD></TR><TR><TD BORDER=\"0\">exp</TD></TR>"
        + "<TR><TD BORDER=\"0\">f32[1, 1, 4]</TD></TR></TABLE>>]")
    for edge in ["v0 -> v1", "v1 -> v2", "v2 -> v5", "v5 -> output0"] {
      #expect(drawing.contains("  \(edge)\n"))
    }
    #expect(!drawing.contains("hexagon") && !drawing.contains("#dddddd"))
  }

  @Test func `colours ranks, shows exchanges and greys what every rank has`() throws {
    let split = try Support.split(try Parser.graph(Self.text), MeshRequest([2]))
    let drawing = DotPrinter.text(split)
    let step = try Self.line("v1 ", drawing)
    #expect(step.contains("<TD BGCOLOR=\"#ff9696\">0: [0:1, 0:1, 0:2]</TD>"))
    #expect(step.contains("<TD BGCOLOR=\"#96ffff\">1: [0:1, 0:1, 2:4]</TD>"))
    #expect(
      try Self.line("v2 ", drawing)
        == "  v2 [shape = hexagon, style = filled, fillcolor = \"#ffe9a8\", "
        + "label = <exchange %e<BR/>8 B in 2 messages>]")
    let constant = try #require(split.values.first { split[$0].op is Constant })
    #expect(try Self.line("v\(constant.index) ", drawing).contains("BGCOLOR=\"#dddddd\""))
  }

  @Test func `draws a strip where there are many ranks, and one rank of a local graph`() throws {
    let graph = try unet([32, 32], widths: [1, 1])
    let split = try Support.split(graph, MeshRequest([8, 8]))
    let image = try Self.line("v0 ", DotPrinter.text(split))
    #expect(image.components(separatedBy: "<TD BGCOLOR").count == 64 + 1)
    let local = try Self.line("v0 ", DotPrinter.text(try split.localized(rank: 9)))
    #expect(local.contains(">9: [0:1, 0:1, 4:8, 4:8]</TD>"))
  }

  @Test func `escapes names`() throws {
    var graph = Graph(name: "a \"b\"")
    let x = try graph.append(Input(name: "x", type: TensorType(.f32, [1])), name: "x")
    graph.output("<y>", x)
    let drawing = DotPrinter.text(graph)
    #expect(drawing.contains("digraph \"a \\\"b\\\"\" {"))
    #expect(drawing.contains("label = \"output @<y>\""))
  }
}
