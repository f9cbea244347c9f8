import Driver
import Foundation
import Passes
import Testing

@Suite struct `opt` {
  /// A graph with a value that nothing uses.
  static let dead = """
    // RUN: eliminate-dead-code
    graph @dead {
      %x = input @x : f32[2]
      %y = relu(%x) : f32[2]
      %z = negate(%x) : f32[2]
      output @y = %y
    }

    """
  /// The graph without it.
  static let live = """
    graph @dead {
      %x = input @x : f32[2]
      %y = relu(%x) : f32[2]
      output @y = %y
    }

    """

  @Test(arguments: ["", " --passes eliminate-dead-code", " --passes simplify,eliminate-dead-code"])
  func `runs the passes that it is told, or those of the file`(_ passes: String) throws {
    let folder = try Workspace(["g.gir": Self.dead])
    #expect(try folder.succeed("opt g.gir\(passes)") == Self.live)
    try folder.succeed("opt g.gir\(passes) -o o.gir")
    #expect(try folder.text("o.gir") == Self.live)
  }

  @Test func `stops, prints and times on request, apart from the result`() throws {
    let folder = try Workspace(["g.gir": Self.dead])
    let stopped = try folder.graphc("opt g.gir --stop-after 0 --timing")
    stopped.check(code: 0, ["pass ms", "total"])
    #expect(
      stopped.output == Self.dead.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n")
    let passes = "--passes simplify,eliminate-dead-code"
    for (choice, count) in [("all", 2), ("change", 1), ("simplify", 1)] {
      let outcome = try folder.graphc("opt g.gir \(passes) --print-after \(choice)")
      #expect(outcome.error.split(separator: "// after ").count == count, "\(choice)")
      #expect(outcome.output == Self.live)
    }
  }

  @Test(arguments: [
    ("--passes nope", ["unknown pass 'nope', expected one of simplify"]),
    ("--passes simplifi", ["unknown pass 'simplifi', did you mean 'simplify'?"]),
    ("--passes fold-constants{limit=x}", ["fold-constants: option 'limit' is 'x', expected an"]),
    ("--passes simplify --print-after nope", ["unknown pass 'nope'"]),
    ("--passes simplify --stop-after=-1", ["--stop-after is -1, expected 0 or more"]),
    ("--passes simplify -o /dev/full", ["cannot write '/dev/full': no space left on device"]),
    ("--passes simplify -o no/x.gir", ["cannot write 'no/x.gir': no such file or directory"]),
  ])
  func `says what is wrong`(_ options: String, _ words: [String]) throws {
    try Workspace(["g.gir": Self.dead]).fail("opt g.gir \(options)", words)
  }

  @Test func `needs passes and a graph`() throws {
    let folder = try Workspace([
      "g.gir": Self.live, "empty.gir": "", "wrong.gir": "graph @g {\n  %y = rel(%x) : f32[2]\n}\n",
    ])
    try folder.fail("opt g.gir", ["no pass is named; add --passes 'simplify,…' or a first line"])
    try folder.fail("opt empty.gir --passes simplify", ["empty.gir:1:1: error: "])
    try folder.fail("opt wrong.gir --passes simplify", ["wrong.gir:2:"])
    try folder.fail("opt absent.gir --passes simplify", ["cannot read 'absent.gir': no such file"])
    try folder.fail("opt . --passes simplify", ["cannot read '.': is a directory"])
  }
}

@Suite struct `a pass of the compiler that fails` {
  /// A pass that finds something to complain of.
  static let complaining = Pass("complain", "refuses every graph") { (_) throws(Diagnostic) in
    throw Diagnostic("found a graph")
  }

  @Test func `is a bug, which a file shows again`() throws {
    let graph = try Parser.graph(Models.pair)
    let name = "graphc-reproducer-complain.gir"
    defer { try? FileManager.default.removeItem(atPath: name) }
    do throws(Failure) {
      _ = try Compilation.optimized(graph, Pipeline([Self.complaining]))
      Issue.record("no failure")
    } catch {
      #expect(error.code == .bug)
      #expect(error.description.hasPrefix("error: complain: found a graph\nnote: this is a bug; "))
      #expect(error.description.contains("'graphc opt \(name) --passes 'complain''"))
    }
    let text = try String(contentsOfFile: name, encoding: .utf8)
    #expect(text.hasPrefix("// RUN: complain\n"))
    #expect(try Parser.graph(text) == graph)
  }
}

@Suite struct `inspect` {
  @Test func `tells what is in files of every kind`() throws {
    let folder = try Workspace(["pair.gir": Models.pair, "edges.swift": Models.edges])
    try folder.write([1, 2, 3, .infinity], [2, 2], to: "a.npy")
    try folder.write([1, 2, 3, 4], [1, 2, 2], .u8, to: "a.png")
    try folder.writeVolume(`volumes`.voxels, to: "a.nii.gz")
    for kind in ["npz", "safetensors"] { try folder.write([1, 2], [2], to: "a.\(kind)") }
    try folder.succeed("compile pair.gir -o p.graphc")
    for (file, words) in [
      ("a.npy", ["f32[2, 2]", "maximum     3.0", "not finite  1"]), ("a.png", ["u8[1, 2, 2]"]),
      ("a.nii.gz", ["i16[4, 6, 8]", "geometry", "mean"]),
      ("a.npz", ["1 tensors, 2 elements", "x"]),
      ("a.safetensors", ["1 tensors, 2 elements", "x  f32[2]"]),
      ("pair.gir", ["pair", "parameters     1", "output scaled  f32[1, 1, 2, 3]"]),
      ("p.graphc", ["backend", "native", "input x", "predicted peak memory"]),
      ("edges.swift", ["edges", "parameters  20", "input x", "f32[1, 1, 8, 8]"]),
    ] {
      let text = try folder.succeed("inspect \(file)")
      for word in words { #expect(text.contains(word), "\(file): \(text)") }
    }
    try folder.fail("inspect absent.npy", ["no file or folder 'absent.npy'"])
    try folder.fail("inspect no.jpg", ["no file or folder 'no.jpg'"])
  }

  @Test func `matches weights with a model`() throws {
    let folder = try Workspace(["pair.gir": Models.pair])
    try folder.write([1], [1, 1, 1, 1], to: "a.safetensors")
    let wrong = try folder.graphc("inspect a.safetensors --match pair.gir")
    wrong.check(code: 1, ["'a.safetensors' does not fit 'pair.gir'"])
    #expect(wrong.output.contains("2 problems\n  w  missing, expected f32[1, 1, 1, 1]"))
    let right = try folder.succeed("inspect a.safetensors --match pair.gir --map x=w")
    #expect(right.contains("all 1 parameters fit"))
  }
}

@Suite struct `list` {
  @Test(arguments: [
    ("ops", "convolution", "relu"), ("passes", "simplify", "fold-constants{limit="),
    ("backends", "native", "reference"),
  ])
  func `names everything, also as Markdown`(_ kind: String, _ first: String, _ second: String)
    throws
  {
    let folder = try Workspace()
    for option in ["", " --markdown"] {
      let text = try folder.succeed("list \(kind)\(option)")
      #expect(text.contains(first) && text.contains(second))
      #expect(text.contains("| --- | --- |") == !option.isEmpty)
    }
    try folder.fail("list nothing", ["'nothing'"])
  }
}

@Suite struct `doctor` {
  @Test func `shows what is there and what to install`() throws {
    let folder = try Workspace()
    let report = try folder.graphc("doctor").output
    for name in [
      "swiftc", "Frontend module", "clang", "processor", "BLAS", "LAPACKE", "cache", "kernels",
    ] {
      #expect(report.contains(name), "\(report)")
    }
    #expect(report.contains(folder.cache))
    let bare = try folder.graphc(["doctor"], environment: ["PATH": "/nowhere"])
    bare.check(code: 1, ["something is missing"])
    #expect(bare.output.contains("miss swiftc           not in PATH\n      → install a Swift"))
  }
}

@Suite struct `bench` {
  @Test func `tells figures that make sense`() throws {
    let folder = try Workspace(["pair.gir": Models.pair])
    let json = try folder.succeed("bench pair.gir --runs 3 --threads 1 --json")
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: any Sendable])
    let times = try #require(figures["times_ms"] as? [Double])
    let (low, median, high) = (
      figures["min_ms"] as? Double ?? 0, figures["median_ms"] as? Double ?? 0,
      figures["p95_ms"] as? Double ?? 0
    )
    #expect(times.count == 3 && times.allSatisfy { $0 > 0 })
    #expect(low == times.min() && high == times.max() && median == times.sorted()[1])
    #expect(figures["gflops"] as? Double ?? 0 > 0)
    #expect(figures["parameters"] as? Int == 1)
    #expect((1...2000).contains(figures["peak_rss_mib"] as? Double ?? 0))
    #expect(figures["fallbacks"] as? [String] == [])
    #expect(figures["backend"] as? String == "native" && figures["mesh"] as? String == "1")
    #expect(figures["threads"] as? Int == 1)
    let table = try folder.succeed("bench pair.gir --runs 1 --backend reference")
    for word in ["steps, slowest first", "convolution", "median", "GFLOP/s"] {
      #expect(table.contains(word))
    }
    try folder.fail("bench pair.gir --runs 0", ["--runs is 0, expected 1 or more"])
    try folder.fail("bench absent.gir", ["no file or folder 'absent.gir'"])
  }

  @Test func `takes given inputs`() throws {
    let folder = try Workspace(["pair.gir": Models.pair])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], to: "x.npy")
    try folder.succeed("bench pair.gir --runs 1 --input s=x.npy --json")
    try folder.fail("bench pair.gir --input z=x.npy", ["the model has no input 'z'"])
  }

  @Test func `answers each line of standard input, then tells the figures and writes outputs`()
    throws
  {
    let folder = try Workspace(["pair.gir": Models.pair])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], to: "x.npy")
    let outcome = try folder.shell(
      """
      mkfifo in out
      "$graphc" bench pair.gir --interactive --json -i x=x.npy -o scaled=y.npy < in > out &
      exec 3> in 4< out
      for run in 1 2 3; do echo >&3; read answer <&4; echo "$answer" >> answers; done
      exec 3>&-
      cat <&4
      """)
    outcome.check(code: 0, [])
    let answers = try folder.text("answers").split(separator: "\n")
    #expect(answers.count == 3 && answers.allSatisfy { $0.hasPrefix("{\"ms\": ") })
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: any Sendable])
    #expect((figures["times_ms"] as? [Double])?.count == 3)
    #expect(try folder.array("y.npy").asDoubles() == [2, 4, 6, 8, 10, 12])
    try folder.fail("bench pair.gir --interactive", ["standard input asks for no run"])
    try folder.fail("bench pair.gir -o z=z.npy", ["the model has no output 'z'"])
  }
}
