import Frontend
import Testing

@Suite struct `the reply of a model's program` {
  @Test func `carries a graph with its places`() throws {
    let graph = try Model.trace("tiny") { model in
      model.output("y", model.input("x", [1, 1, 4]).convolution(1, kernel: 3).relu())
    }
    let parsed = try FrontendReply.parse(FrontendReply.bytes(graph))
    #expect(parsed == graph)
    #expect(parsed.nodes.map(\.site) == graph.nodes.map(\.site))
    #expect(parsed.nodes.map(\.name) == graph.nodes.map(\.name))
  }

  @Test func `carries diagnostics`() {
    let site = Site(file: "a b/modèle.swift", line: 3, column: 7)
    let errors = [
      Diagnostic("one\nof two lines", at: site, notes: [.init("there", at: site), .init("and")]),
      Diagnostic("two", at: Site(file: "b", line: 1)), Diagnostic(""),
    ]
    #expect(failure(FrontendReply.bytes(Diagnostics(errors))) == errors)
  }

  @Test func `loses only the separators of a message`() {
    let errors = [Diagnostic("a\u{1D}b\u{1E}c\u{1F}d")]
    #expect(failure(FrontendReply.bytes(Diagnostics(errors))) == [Diagnostic("abcd")])
  }

  @Test func `tells when there is none, several, a part of one, or something else`() throws {
    let graph = FrontendReply.bytes(
      try Model.trace("m") { $0.output("y", $0.input("x", [1])) })
    for (bytes, message) in [
      ([], "the model file creates no model"),
      (graph + graph, "the model file creates 2 models, 'm', 'm', expected one"),
      (Array(graph.dropLast()), "the reply of the model's program is damaged or incomplete"),
      ([0xFF, 0x1D], "the reply of the model's program is damaged or incomplete"),
      (Array("hello\u{1D}".utf8), "the reply of the model's program has an unknown kind"),
      (Array("graph\ngraph @x {\u{1D}".utf8), "found"),
    ] as [([UInt8], String)] {
      let found = failure(bytes)
      #expect(found.count == 1 && found[0].message.hasPrefix(message), "\(found)")
    }
  }

  private func failure(_ bytes: [UInt8]) -> [Diagnostic] {
    do throws(Diagnostics) {
      _ = try FrontendReply.parse(bytes)
      return []
    } catch {
      return error.all
    }
  }
}
