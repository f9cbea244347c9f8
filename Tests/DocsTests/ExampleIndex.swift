import Driver
import Foundation

/// The page that lists all examples.
enum ExampleIndex {
  /// Returns the page: the title of each example's README, and its numbers at its own size.
  static func text() throws -> String {
    var page = """
      # Examples

      Each folder of the table has a `model.swift` to copy and a README with the commands. Numbers are those of the
      model as it stands in its file, as `graphc inspect` prints them. [session](session) is a Swift program that runs a
      plan, [library](library) has programs in C and Python that run a network as a shared object.

      | folder | what it is | parameters | GFLOP |
      | --- | --- | --- | --- |

      """
    for folder in try folders() {
      let path = Document.root.appending(path: "examples/\(folder)")
      let readme = try String(contentsOf: path.appending(path: "README.md"), encoding: .utf8)
      let title = readme.prefix { $0 != "\n" }.drop { $0 == "#" || $0 == " " }
      let graph = try ModelLoader().graph(of: path.appending(path: "model.swift").path)
      let flop = Decimals.text(Double(graph.flops) / 1e9, 3)
      page +=
        "| [\(folder)](\(folder)) | \(title) | \(Decimals.grouped(graph.parameterCount)) | \(flop) |\n"
    }
    return page
  }

  /// Returns the folders below `examples` that have a model, by name.
  private static func folders() throws -> [String] {
    let root = Document.root.appending(path: "examples").path
    return try FileManager.default.subpathsOfDirectory(atPath: root)
      .filter { $0.hasSuffix("/model.swift") }
      .map { String($0.dropLast("/model.swift".count)) }
      .sorted()
  }
}
