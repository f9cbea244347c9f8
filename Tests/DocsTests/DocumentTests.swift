import Driver
import Foundation
import Testing

@Suite("documentation") struct DocumentTests {
  @Test func `has a tour`() throws { try Document(path: "Docs/Tour.md").check(try Tour.text()) }

  @Test(arguments: [("Ops", Listing.Kind.ops), ("Passes", .passes)])
  func `lists the ops and passes`(_ page: String, _ kind: Listing.Kind) throws {
    let title = "# \(page)\n\nWhat `graphc list \(kind.rawValue) --markdown` prints.\n\n"
    try Document(path: "Docs/\(page).md").check(title + Listing(kind).text(markdown: true) + "\n")
  }

  @Test func `indexes the examples`() throws {
    try Document(path: "examples/README.md").check(try ExampleIndex.text())
  }

  @Test func `begins with a model that compiles`() throws {
    let page = try Document(path: "README.md").content()
    let source = try #require(page.components(separatedBy: "```swift\n").dropFirst().first)
    let graph = try Self.graph(ofModel: source.components(separatedBy: "```")[0])
    #expect(graph.outputs.map(\.name) == ["labels"])
  }

  @Test(arguments: ["README.md", "CONTRIBUTING.md", "examples/README.md", "Docs/Decisions.md"])
  func `links to files that exist`(_ path: String) throws {
    let folder = Document.root.appending(path: path).deletingLastPathComponent()
    let page = try Document(path: path).content()
    for part in page.components(separatedBy: "](").dropFirst() {
      let link = part.prefix { $0 != ")" }
      if link.hasPrefix("http") { continue }
      let target = folder.appending(path: String(link)).path
      #expect(FileManager.default.fileExists(atPath: target), "\(path) links to \(link)")
    }
  }

  /// Returns the graph of a model file with the given text.
  static func graph(ofModel source: String) throws -> Graph {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "graphc-docs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "model.swift")
    try source.write(to: file, atomically: true, encoding: .utf8)
    var options = ModelLoader.Options()
    options.usesCache = false
    return try ModelLoader(options).graph(of: file.path)
  }
}
