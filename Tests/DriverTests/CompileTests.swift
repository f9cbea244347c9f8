import Foundation
import Testing

@Suite struct `compile` {
  @Test func `prints a table, or the same as JSON`() throws {
    let folder = try Workspace(["pair.gir": Models.pair])
    let table = try folder.succeed("compile pair.gir")
    let rows = ["pair", "parameters", "GFLOP", "steps", "ranks", "halo bytes", "predicted peak"]
    for row in rows { #expect(table.contains(row)) }
    let json = try folder.succeed("compile pair.gir --json")
    let figures =
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: any Sendable]
    #expect(figures?["parameterCount"] as? Int == 1)
    #expect(figures?["flops"] as? Int == 12)
    #expect(figures?["peakByteCount"] as? Int ?? 0 > 4 * 6)
  }

  @Test func `emits the graph before or after all passes, which runs as the model does`() throws {
    let folder = try Workspace(["pair.gir": Models.pair])
    #expect(try folder.succeed("compile pair.gir --emit traced") == Models.pair)
    try folder.succeed("compile pair.gir --emit gir -o passed.gir")
    #expect(try folder.text("passed.gir").hasPrefix("graph @pair {"))
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], to: "x.npy")
    for model in ["pair.gir", "passed.gir"] {
      try folder.succeed("run \(model) --input x.npy --output scaled=y.npy")
      #expect(try folder.array("y.npy").asDoubles() == [2, 4, 6, 8, 10, 12])
    }
  }

  @Test func `meets a memory budget or says the smallest that works`() throws {
    let folder = try Workspace([
      "big.gir": """
      graph @big {
        %x = input @x : f32[1, 1, 1024, 1024]
        %y = relu(%x) : f32[1, 1, 1024, 1024]
        output @y = %y
      }

      """
    ])
    let refused = try folder.graphc("compile big.gir --memory 3MiB -o big.graphc")
    refused.check(code: 3, ["error: needs ", "but the memory budget is 3.00 MiB", "--memory "])
    let works = try #require(refused.error.split(separator: " ").last).split(separator: "\n")[0]
    let count = try #require(Int(works.dropLast(3)))
    try folder.fail("compile big.gir --memory \(count - 1)MiB -o big.graphc", code: 3, ["\(works)"])
    try folder.succeed("compile big.gir --memory \(works) -o big.graphc")
    try folder.fail("bench big.graphc --memory 1MiB", code: 3, ["needs"])
  }

  @Test func `says the version, and helps with every verb`() throws {
    let folder = try Workspace()
    #expect(try folder.succeed("--version").hasPrefix("graphc "))
    for verb in ["compile", "run", "compare", "opt", "bench", "inspect", "list", "doctor"] {
      #expect(try folder.succeed("\(verb) --help").contains("Example: graphc \(verb)"), "\(verb)")
      #expect(try folder.succeed("--help").contains(" \(verb) "))
    }
  }
}
