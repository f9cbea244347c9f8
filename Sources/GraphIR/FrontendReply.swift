/// What the program of a model file tells the compiler, as bytes on a private file descriptor.
///
/// The first line is `graph` or `diagnostics`. Text IR with places follows, or a record for each
/// error and note: kind, file, line, column and message, separated by U+001F and ended by U+001E;
/// what is not known is empty. U+001D ends the reply, so that a truncated one shows.
package enum FrontendReply {
  private static let graphHeader = "graph\n"
  private static let diagnosticsHeader = "diagnostics\n"
  private static let field: Character = "\u{1F}"
  private static let record: Character = "\u{1E}"
  private static let end: Character = "\u{1D}"

  /// Returns the bytes that tell a graph.
  package static func bytes(_ graph: Graph) -> [UInt8] {
    Array((graphHeader + Printer.text(graph, .init(sites: true)) + String(end)).utf8)
  }

  /// Returns the bytes that tell diagnostics.
  package static func bytes(_ diagnostics: Diagnostics) -> [UInt8] {
    let records = diagnostics.all.flatMap { diagnostic in
      [text("error", diagnostic.message, diagnostic.site)]
        + diagnostic.notes.map { text("note", $0.message, $0.site) }
    }
    return Array((diagnosticsHeader + records.joined() + String(end)).utf8)
  }

  private static func text(_ kind: String, _ message: String, _ site: Site?) -> String {
    let fields = [
      kind, site?.file ?? "", site.map { "\($0.line)" } ?? "",
      site?.column.map { "\($0)" } ?? "", message,
    ]
    return fields.map { $0.filter { ![field, record, end].contains($0) } }
      .joined(separator: String(field)) + String(record)
  }

  /// Returns the graph of a reply; throws its diagnostics, or one where there is no model, more than
  /// one, or the reply is damaged.
  package static func parse(_ bytes: [UInt8]) throws(Diagnostics) -> Graph {
    if bytes.isEmpty {
      throw Diagnostics([
        Diagnostic("the model file creates no model, expected Model(\"name\") { model in … }")
      ])
    }
    guard let text = String(validating: bytes, as: UTF8.self), text.last == end else {
      throw Diagnostics([Diagnostic("the reply of the model's program is damaged or incomplete")])
    }
    var graphs: [Graph] = []
    var diagnostics: [Diagnostic] = []
    for reply in text.dropLast().split(separator: end, omittingEmptySubsequences: false) {
      if reply.hasPrefix(graphHeader) {
        do throws(Diagnostic) {
          graphs.append(try Parser.graph(String(reply.dropFirst(graphHeader.count))))
        } catch { diagnostics.append(error) }
      } else if reply.hasPrefix(diagnosticsHeader) {
        diagnostics += self.diagnostics(reply.dropFirst(diagnosticsHeader.count))
      } else {
        diagnostics.append(Diagnostic("the reply of the model's program has an unknown kind"))
      }
    }
    if diagnostics.isEmpty && graphs.count == 1 { return graphs[0] }
    if diagnostics.isEmpty {
      let names = graphs.map { "'\($0.name)'" }.joined(separator: ", ")
      diagnostics.append(
        Diagnostic("the model file creates \(graphs.count) models, \(names), expected one"))
    }
    throw Diagnostics(diagnostics)
  }

  private static func diagnostics(_ text: Substring) -> [Diagnostic] {
    var result: [Diagnostic] = []
    for line in text.split(separator: record) {
      let fields = line.split(separator: field, maxSplits: 4, omittingEmptySubsequences: false)
      guard fields.count == 5 else { continue }
      let message = String(fields[4])
      let site = Int(fields[2]).map {
        Site(file: String(fields[1]), line: $0, column: Int(fields[3]))
      }
      if fields[0] == "note" && !result.isEmpty {
        result[result.count - 1].notes.append(.init(message, at: site))
      } else {
        result.append(Diagnostic(message, at: site))
      }
    }
    return result
  }
}
