import Foundation
import GraphIR

/// A file that holds a graph, the pipeline to run on it and the expected result.
///
///     // RUN: simplify
///     graph @before { … }
///     // -----
///     graph @after { … }
///
/// Other comments above the graph say what the case is about.
package struct Golden: Sendable, CustomStringConvertible {
  /// The path below `Tests/Golden`.
  package let description: String
  private let url: URL

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden")
  private static let separator = "// -----\n"

  /// The file at a path below `Tests/Golden`.
  package init(_ path: String) {
    description = path
    url = Self.root.appending(path: path)
  }

  /// Returns all `.gir` files in a folder of `Tests/Golden` and its subfolders, by path.
  package static func files(in folder: String) -> [Golden] {
    let paths = try? FileManager.default.subpathsOfDirectory(
      atPath: root.appending(path: folder).path)
    return (paths ?? []).filter { $0.hasSuffix(".gir") }.sorted().map { Golden("\(folder)/\($0)") }
  }

  /// Returns the graph before and the text of the pipeline.
  package func input() throws -> (graph: Graph, pipeline: String) {
    let text = try before()
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("// RUN: ") }) else {
      throw Mismatch("\(description): has no '// RUN: ' line")
    }
    return (try Parser.graph(text, file: description), String(line.dropFirst(8)))
  }

  /// Runs the pipeline and throws where the result, as text, is not what the file expects.
  ///
  /// With `UPDATE_EXPECT=1` in the environment the file is rewritten instead.
  package func check(_ run: (_ pipeline: String, Graph) throws -> Graph) throws {
    let (graph, pipeline) = try input()
    let result = Printer.text(try run(pipeline, graph))
    if ProcessInfo.processInfo.environment["UPDATE_EXPECT"] == "1" {
      try (try before() + Self.separator + result).write(to: url, atomically: true, encoding: .utf8)
      return
    }
    let expected = try parts().dropFirst().joined(separator: Self.separator)
    if result != expected {
      throw Mismatch(
        "\(description): got\n\(result)expected\n\(expected)UPDATE_EXPECT=1 rewrites the file")
    }
  }

  private func parts() throws -> [String] {
    try String(contentsOf: url, encoding: .utf8).components(separatedBy: Self.separator)
  }

  private func before() throws -> String { try parts()[0] }

  /// A golden file that does not hold what was computed.
  package struct Mismatch: Error, CustomStringConvertible {
    /// What was found and what was expected.
    package let description: String

    fileprivate init(_ description: String) { self.description = description }
  }
}
