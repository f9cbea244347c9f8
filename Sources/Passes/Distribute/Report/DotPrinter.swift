import GraphIR

/// Prints graphs as Graphviz text (`dot -Tsvg`).
///
/// Each step is a table of its name, op, type and the boxes that ranks own, a coloured cell a rank;
/// what every rank has whole is grey. Exchanges are hexagons with their bytes.
public enum DotPrinter {
  /// The most ranks whose boxes are written out.
  private static let mostBoxes = 16

  /// Returns the text of a graph.
  public static func text(_ graph: Graph) -> String {
    let names = graph.valueNames()
    var text = """
      digraph \(quoted(graph.name)) {
        node [shape = plain, fontname = "Helvetica", fontsize = 10]
        edge [arrowsize = 0.6]

      """
    for value in graph.values { text += "  v\(value.index) \(node(value, in: graph, names))\n" }
    for value in graph.values {
      for operand in graph[value].operands { text += "  v\(operand.index) -> v\(value.index)\n" }
    }
    for (kind, exits) in [("output", graph.outputs), ("update", graph.updates)] {
      for (index, exit) in exits.enumerated() {
        text += "  \(kind)\(index) [shape = ellipse, label = \(quoted("\(kind) @\(exit.name)"))]\n"
        text += "  v\(exit.value.index) -> \(kind)\(index)\n"
      }
    }
    return text + "}\n"
  }

  private static func node(_ value: Value, in graph: Graph, _ names: [String]) -> String {
    let node = graph[value]
    if node.op is Exchange { return exchange(value, in: graph, names) }
    var rows = [
      "<B>%\(escaped(names[value.index]))</B>", escaped(AllOps.spelling(node.op)),
      escaped(node.type.description),
    ].map { "<TR><TD BORDER=\"0\">\($0)</TD></TR>" }
    if let placement = node.placement {
      rows += cells(placement.owned, ranks: graph.rank.map { [$0] }, of: graph.mesh?.count ?? 1)
    }
    let isReplicated = graph.mesh != nil && node.placement == nil
    return table(rows, isReplicated ? " BGCOLOR=\"#dddddd\"" : "")
  }

  private static func exchange(_ value: Value, in graph: Graph, _ names: [String]) -> String {
    var lines = ["exchange %" + names[graph.exchangedValue(value).index]]
    switch (graph[value].op as? Exchange)?.phase {
    case .start: lines.append("start")
    case _ where graph.rank == nil:
      let messages = Messages(value, in: graph)
      lines.append("\(ByteCount.text(messages.byteCount)) in \(messages.count) messages")
    case _: break
    }
    let label = lines.map(escaped).joined(separator: "<BR/>")
    return "[shape = hexagon, style = filled, fillcolor = \"#ffe9a8\", label = <\(label)>]"
  }

  private static func table(_ rows: [String], _ attributes: String) -> String {
    "[label = <<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"1\"\(attributes)>"
      + rows.joined() + "</TABLE>>]"
  }

  /// Returns a row for each rank that owns something, or a strip of cells where there are many.
  private static func cells(_ boxes: [Region], ranks: [Int]?, of count: Int) -> [String] {
    let owners = zip(ranks ?? Array(boxes.indices), boxes).filter { !$1.isEmpty }
    if owners.count <= mostBoxes {
      return owners.map { rank, box in
        "<TR><TD BGCOLOR=\"\(color(rank, of: count))\">\(rank): \(escaped("\(box)"))</TD></TR>"
      }
    }
    let strip = owners.map { "<TD BGCOLOR=\"\(color($0.0, of: count))\"></TD>" }
    let table = "<TABLE BORDER=\"0\" CELLSPACING=\"0\"><TR>\(strip.joined())</TR></TABLE>"
    return ["<TR><TD>\(table)</TD></TR>"]
  }

  /// Returns a light colour; those of the ranks go around the circle of hues.
  private static func color(_ rank: Int, of count: Int) -> String {
    let hue = 6 * Double(rank) / Double(max(count, 1))
    let channels = [5.0, 3, 1].map { offset in
      let position = (offset + hue).truncatingRemainder(dividingBy: 6)
      return Int(255 - 105 * max(0, min(position, 4 - position, 1)))
    }
    return "#" + channels.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
