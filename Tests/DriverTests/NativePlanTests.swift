import Foundation
import PlanRuntime
import Testing

@Suite struct `a plan with kernels` {
  /// A convolution that is read and leaves the graph, and a maximum that needs another input.
  static let model = """
    graph @branches {
      %x = input @x : f32[1, 2, 9, 10]
      %s = input @s : f32[1, 2, 9, 10]
      %w = parameter @w {initializer = {normal = {mean = 0.0, deviation = 1.0}}} : f32[3, 2, 3, 3]
      %c = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 3, 9, 10]
      %v = parameter @v {initializer = {normal = {mean = 0.0, deviation = 1.0}}} : f32[3, 3, 1, 1]
      %r = convolution(%c, %v) : f32[1, 3, 9, 10]
      %d = max_pool(%s) {window = [3, 3], padding = [[1, 1], [1, 1]]} : f32[1, 2, 9, 10]
      output @c = %c
      output @r = %r
      output @d = %d
    }

    """

  /// The environment of a machine without a toolchain.
  static let bare = ["PATH": "/nowhere", "GRAPHC_CC": ""]

  /// Returns a workspace with the plan `p.graphc` and inputs.
  private func compiled(_ options: String = "") throws -> Workspace {
    let folder = try Workspace(["model.gir": Self.model])
    for name in ["x", "s"] {
      try folder.write((0..<180).map { Double($0 % 17) - 8 }, [1, 2, 9, 10], to: "\(name).npy")
    }
    try folder.succeed("compile model.gir --backend native \(options) -o p.graphc")
    return folder
  }

  @Test(arguments: ["", "--mesh 2x1", "--math exact", "--cpu x86-64"])
  func `runs without a toolchain, whatever outputs are asked for`(_ options: String) throws {
    if options.contains("x86"), try !isIntel() { return }
    let folder = try compiled(options)
    #expect(folder.names.contains("p.graphc/kernels.so"))
    for output in ["c", "r", "d"] {
      let inputs = output == "d" ? "--input s=s.npy" : "--input x.npy"
      for threads in ["", "--threads 1", "--threads 3"] {
        try folder.graphc(
          "run p.graphc \(inputs) \(threads) --output \(output)=y.npy", environment: Self.bare
        ).check(code: 0, [], output)
        try folder.succeed(
          "run model.gir --backend native \(options) \(inputs) --output \(output)=z.npy")
        #expect(try folder.array("y.npy") == folder.array("z.npy"), "\(output) \(threads)")
      }
    }
  }

  /// `true` iff this machine has an Intel-compatible processor.
  private func isIntel() throws -> Bool {
    try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).contains("sse2")
  }

  @Test func `prepares and packs other weights without a toolchain`() throws {
    let folder = try compiled()
    try folder.writeTensors([("w", [3, 2, 3, 3]), ("v", [3, 3, 1, 1])], to: "w.safetensors")
    let run = "--input x.npy --output c=y.npy --weights w.safetensors"
    try folder.graphc("run p.graphc \(run)", environment: Self.bare).check(code: 0, [])
    let packed = try folder.array("y.npy")
    try folder.succeed("run model.gir --backend native \(run)")
    #expect(try folder.array("y.npy") == packed)
  }

  @Test func `keeps packed weights, each once`() throws {
    let folder = try compiled()
    let text = try folder.succeed("inspect p.graphc/weights.safetensors")
    for name in ["v", "w"] { #expect(text.contains("\(name)|") && !text.contains("\(name) ")) }
  }

  @Test(arguments: [
    ("truncate -s -1 p.graphc/kernels.so", "damaged: 'kernels.so' is not what was compiled"),
    ("rm p.graphc/kernels.so", "cannot read 'p.graphc/kernels.so'"),
    (
      "sed -i 's/\"features\" : \\[/&\"flight\",/' p.graphc/manifest.json",
      "plan 'p.graphc': built for a processor with flight, which this one is without; compile the "
        + "model with another --cpu"
    ),
    (
      // Another model's kernels, with their own hash.
      """
      "$graphc" compile other.gir --backend native -o o.graphc
      cp o.graphc/kernels.so p.graphc
      digest=$(grep -o '"digest" : "[0-9a-f]*"' o.graphc/manifest.json)
      sed -i "s/\\"digest\\" : \\"[0-9a-f]*\\"/$digest/" p.graphc/manifest.json
      """,
      "'p.graphc/kernels.so': no kernel 'gc_"
    ),
  ])
  func `is refused where its kernels are damaged or foreign`(_ damage: String, _ words: String)
    throws
  {
    let folder = try compiled()
    try folder.write(Self.model.replacing("max_pool", with: "average_pool"), to: "other.gir")
    let outcome = try folder.shell(damage)
    #expect(outcome.code == 0, "\(outcome.error)")
    try folder.fail("run p.graphc --input x.npy --output r=y.npy", [words])
  }

  @Test func `may be replaced while a session of it lives`() throws {
    let folder = try compiled()
    let inputs = ["x", "s"].map {
      ($0, NDArray(.f32, [1, 2, 9, 10], .init(repeating: 1, count: 180)))
    }
    let values = Dictionary(uniqueKeysWithValues: inputs)
    let first = try Plan(contentsOf: folder["p.graphc"]).makeSession(threads: 1)
    let before = try first.run(values)
    try folder.write(Self.model.replacing("max_pool", with: "average_pool"), to: "other.gir")
    try folder.succeed("compile other.gir -o p.graphc")
    let second = try Plan(contentsOf: folder["p.graphc"]).makeSession(threads: 1)
    #expect(try second.run(values).keys == before.keys)
    #expect(try first.run(values) == before)
  }

  @Test(arguments: ["--math exact", "--cpu x86-64", "--tune"])
  func `refuses what compile fixed`(_ option: String) throws {
    try compiled().fail(
      "run p.graphc --input x.npy --output c=y.npy \(option)",
      ["has fixed what \(option) says; change it with: graphc compile MODEL -o p.graphc \(option)"])
  }
}
