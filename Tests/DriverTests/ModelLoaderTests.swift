import Foundation
import Testing

extension Workspace {
  /// Returns the names of the entries of a cache.
  static func entries(_ cache: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(cache)/graphc").filter {
      $0.hasSuffix(".gir")
    }.sorted()
  }

  /// Runs a command on a model that prints, and checks whether the cache served.
  func expectCached(
    _ isCached: Bool, _ arguments: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try graphc(arguments)
    #expect(outcome.code == 0, "\(outcome.error)", sourceLocation: location)
    // Only a program that was built and run prints.
    #expect(!outcome.error.contains("built") == isCached, sourceLocation: location)
  }
}

@Suite struct `a model file` {
  /// A model that shows when it is built.
  static let talking = """
    import Frontend
    print("built")
    let unused = 1 as Int?
    let model = Model("talking") { model in
      var never = 1
      let x = model.input("x", [1, 1, 8, 8])
      print("graph\\n{}")
      model.output("y", x + 1)
    }

    """

  @Test func `may print, is warned of, and comes from the cache the second time`() throws {
    let folder = try Workspace(["m.swift": Self.talking])
    let first = try folder.graphc("compile m.swift --emit traced")
    first.check(
      code: 0, ["m.swift:5:7: warning: initialization of variable 'never'", "built\ngraph\n{}\n"])
    #expect(first.output.hasPrefix("graph @talking {\n  %x = input @x : f32[1, 1, 8, 8]\n"))
    let second = try folder.graphc("compile m.swift --emit traced")
    print("second compile: \(second.seconds) s")
    #expect(second.output == first.output && second.error == "" && second.seconds < 1)
    #expect(folder.names == ["m.swift"] && folder.temporaries == [])
  }

  @Test func `is built anew when it, its neighbours or the shape change, or the entry is damaged`()
    throws
  {
    let folder = try Workspace(["m/model.swift": Self.talking, "m/b.swift": "let one = 1\n"])
    try folder.expectCached(false, "compile m --emit traced")
    try folder.expectCached(true, "compile m --emit traced")
    try folder.expectCached(true, "compile m/ --emit traced")
    try folder.expectCached(false, "compile m --emit traced --no-cache")
    try folder.expectCached(false, "compile m --emit traced --shape x=1x1x4x4")
    try folder.write("let one = 2\n", to: "m/b.swift")
    try folder.expectCached(false, "compile m --emit traced")
    try folder.write(Self.talking + "// more\n", to: "m/model.swift")
    try folder.expectCached(false, "compile m --emit traced")
    let entries = try Workspace.entries(folder.cache)
    #expect(entries.count == 4)
    for entry in entries {
      let url = URL(filePath: "\(folder.cache)/graphc/\(entry)")
      var bytes = try Data(contentsOf: url)
      bytes[bytes.count - 20] ^= 1
      try bytes.write(to: url)
    }
    try folder.expectCached(false, "compile m --emit traced")
    try folder.expectCached(true, "compile m --emit traced")
  }

  @Test func `may lie anywhere`() throws {
    let (name, other) = ("it's a \"deep\" \\ folder", "it's a deep folder")
    let wrong = Models.edges.replacing("x.conv", with: "(x + constant([1, 2, 3], [3])).conv")
    let folder = try Workspace([
      "\(name)/m.swift": wrong, "\(other)/n/model.swift": wrong,
      "\(other)/n/other.swift": "let two = 2\n", "here/x": "",
    ])
    let message = "error: add: f32[1, 1, 8, 8] and f32[3] do not broadcast"
    for path in ["../\(name)/m.swift", folder["\(name)/m.swift"]] {
      let outcome = try folder.started(
        "/bin/sh", ["-c", "cd here && exec \"$graphc\" compile \"$1\"", "sh", path]
      ).outcome()
      outcome.check(code: 1, ["\(path):5:14: \(message)"])
    }
    try folder.graphc(["compile", "\(other)/n"]).check(
      code: 1, ["\(other)/n/model.swift:5:14: \(message)"])
  }

  @Test func `needs no cache that can be written`() throws {
    let folder = try Workspace(["m.swift": Models.edges, "no": ""])
    let outcome = try folder.graphc(
      ["compile", "m.swift"], environment: ["XDG_CACHE_HOME": folder["no"]])
    outcome.check(code: 0, [])
  }
}
