import Foundation
import Testing

/// What the command line says of models on a mesh.
@Suite struct `a mesh` {
  /// A network with a pooling, a skip and a softmax over positions.
  static let network = """
    graph @net {
      %x = input @x : f32[1, 1, 9, 7]
      %w = parameter @w {initializer = {normal = {mean = 0.0, deviation = 1.0}}} : f32[2, 1, 3, 3]
      %a = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 2, 9, 7]
      %b = relu(%a) : f32[1, 2, 9, 7]
      %p = max_pool(%b) {window = [2, 2], stride = [2, 2]} : f32[1, 2, 4, 3]
      %u = resize(%p) {extents = [9, 7], mode = linear} : f32[1, 2, 9, 7]
      %j = concatenate(%u, %b) {axis = 1} : f32[1, 4, 9, 7]
      %v = parameter @v {initializer = {normal = {mean = 0.0, deviation = 1.0}}} : f32[2, 4, 3, 3]
      %c = convolution(%j, %v) {padding = [[1, 1], [1, 1]]} : f32[1, 2, 9, 7]
      %y = softmax(%c) {axes = [2, 3]} : f32[1, 2, 9, 7]
      output @y = %y
    }

    """

  private func folder() throws -> Workspace {
    let folder = try Workspace(["net.gir": Self.network])
    try folder.write((0..<63).map { Double($0 % 11) - 4 }, [1, 1, 9, 7], to: "x.npy")
    return folder
  }

  @Test(arguments: ["lockstep:2x1", "threads:1x3", "threads:2x2", "lockstep:h=5", "12x1"])
  func `has the bits of one rank on the reference backend`(_ mesh: String) throws {
    let folder = try folder()
    let run = "run net.gir --backend reference --input x.npy --output"
    try folder.succeed("\(run) one.npy")
    try folder.succeed("\(run) many.npy --mesh \(mesh)")
    try folder.succeed("compare many.npy one.npy")
    let text = try folder.succeed("verify net.gir --backend reference --mesh \(mesh) -i x.npy")
    #expect(
      text.contains("first difference  none") && text.contains("the same bits: holds"), "\(text)")
    try folder.succeed("verify net.gir --mesh \(mesh)")
  }

  @Test func `takes cuts as messages suggest them`() throws {
    let text = try folder().succeed("compile net.gir --mesh 3x1 --cuts h:2:5 --emit gir")
    #expect(text.contains("h is cut at 2, 5"))
  }

  @Test func `is fixed in a plan`() throws {
    let folder = try folder()
    try folder.succeed("compile net.gir --mesh threads:2x1 --cuts h=3 -o p.graphc")
    #expect(try folder.text("p.graphc/graph.gir").contains("mesh [h = 2, w = 1]"))
    try folder.succeed("run p.graphc --input x.npy --output y.npy")
    try folder.succeed("run net.gir --input x.npy --output one.npy")
    try folder.succeed("compare y.npy one.npy --atol 1e-6")
    #expect(try folder.succeed("explain p.graphc").contains("h2xw1"))
    try folder.fail(
      "run p.graphc --input x.npy --output y.npy --mesh 3x1",
      [
        "has fixed what --mesh 3x1 says; change it with: graphc compile MODEL -o p.graphc --mesh 3x1"
      ])
  }

  @Test func `takes exchanges that are written by hand`() throws {
    let folder = try Workspace([
      "all.gir": """
      graph @all mesh [w = 2] {
        %x = input @x : f32[1, 1, 4]
        %h = exchange(%x) : f32[1, 1, 4]
        output @y = %h
      }

      """,
      "one.gir": """
      graph @one mesh [w = 2] rank 1 {
        %x = input @x : f32[1, 1, 4] at [0:1, 0:1, 0:2]
        %h = exchange(%x) : f32[1, 1, 4] at [0:1, 0:1, 0:2]
        output @y = %h
      }

      """,
    ])
    let text = try folder.succeed("explain all.gir")
    #expect(text.contains("bytes             0"), "\(text)")
    try folder.succeed("opt all.gir --rank 1")
    let part = "'one' is the part of rank 1, expected a graph of all ranks"
    try folder.fail("explain one.gir", [part])
    try folder.fail("explain one.gir --mesh 2", [part])
    try folder.succeed("opt one.gir --passes insert-halos,widen-halos,overlap-exchanges")
  }

  @Test func `shows graphs of ranks`() throws {
    let folder = try folder()
    let local = try folder.succeed("compile net.gir --mesh 2x1 --emit local:1")
    #expect(local.contains("rank 1 {") && local.contains("receives = ["))
    try folder.succeed("compile net.gir --mesh 2x1 --emit gir -o split.gir")
    #expect(try folder.succeed("opt split.gir --rank 1") == local)
    #expect(try folder.succeed("compile net.gir --mesh 2x1 --emit dot").contains("digraph"))
    try folder.fail("compile net.gir --emit local:0", ["--emit local:0 needs a --mesh"])
    try folder.fail(
      "compile net.gir --mesh 2x1 --emit local:2", ["'net' has no rank 2, expected one of 0 … 1"])
  }

  @Test func `is explained and predicted for other machines`() throws {
    let folder = try folder()
    try folder.write(
      """
      {"name": "cluster", "ranks": 512, "gflops": 2000, "memoryBandwidth": 200,
       "stepLatency": 1e-6, "messageLatency": 5e-6, "messageBandwidth": 12,
       "memoryByteCount": 68719476736}
      """, to: "cluster.json")
    let text = try folder.succeed("explain net.gir --mesh 2x2 --machine cluster.json")
    #expect(text.contains("cluster") && text.contains("scaling, predicted"))
    let value = try folder.succeed("explain net.gir b --mesh 2x2")
    #expect(value.contains("%b"))
    let json = try folder.succeed("explain net.gir --mesh 2x2 --json")
    let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(document?["partition"] != nil)
    #expect(try folder.succeed("compile net.gir --mesh auto --ranks 2").contains("runner-up"))
    try folder.fail(
      "explain net.gir c2 --mesh 2x2", ["has no value '%c2'"])
  }

  @Test(arguments: [
    ("--mesh 2xq", "mesh '2xq': found 'q', expected ranks along the spatial dimensions"),
    ("--mesh 2x1x1", "has no dimension for '1', expected axes among n, h, w"),
    ("--mesh d=2", "has no dimension for 'd2', expected axes among n, h, w"),
    ("--mesh mpi:2x1", "unknown fabric 'mpi', expected one of threads, lockstep"),
    ("--mesh 99999x1", "has more than 4096 ranks"),
    ("--mesh 3x1 --cuts h=5,2", "the positions do not rise, expected for example h:2:5"),
    ("--mesh 2x1 --cuts h=10", "10 is outside of %x : f32[1, 1, 9, 7], expected 0 … 9 along h"),
    ("--mesh 2x1 --cuts h=2,5", "2 positions make 3 parts, expected 1 for the 2 ranks along h"),
    ("--mesh 2x1 --cuts d=2", "the mesh has no axis 'd', expected one of h, w"),
    ("--mesh 2x1 --cuts w:h=1", "every rank has the whole of a parameter"),
    ("--mesh 2x1 --cuts nothing:h=2", "'net' has no value '%nothing' to cut"),
    ("--mesh auto", "--mesh auto needs --ranks"), ("--ranks 2", "--ranks needs --mesh"),
    ("--machine no.json", "--machine needs --mesh"),
    ("--mesh 2x1 --machine no.json", "no.json"),
  ])
  func `is refused with what was expected`(_ options: String, _ message: String) throws {
    try folder().fail("compile net.gir \(options)", [message])
  }

  @Test func `is refused by opt, too`() throws {
    try folder().fail(
      "opt net.gir --passes partition{mesh=h2,cuts=h:5:2}", ["2 positions make 3 parts"])
  }

  @Test func `refuses what does not follow a cut unless it is allowed`() throws {
    let folder = try Workspace([
      "flat.gir": """
      graph @flat {
        %x = input @x : f32[1, 2, 4, 4]
        %w = parameter @w : f32[2, 2, 3, 3]
        %a = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 2, 4, 4]
        %f = reshape(%a) {extents = [1, 32]} : f32[1, 32]
        output @y = %f
      }

      """
    ])
    try folder.fail(
      "compile flat.gir --mesh 2x1",
      [
        "flat.gir:5:", "reshape: does not follow the cut of dimension 2 (h) of %a",
        "--allow-gather",
      ])
    try folder.succeed("verify flat.gir --mesh 2x1 --allow-gather --backend reference")
    // On a machine that computes slowly, where no rank recomputes what it could receive.
    try folder.write(
      """
      {"name": "slow", "ranks": 2, "gflops": 1e-6, "memoryBandwidth": 1e-6, "stepLatency": 1e-6,
       "messageLatency": 1e-9, "messageBandwidth": 100, "memoryByteCount": 1000000}
      """, to: "slow.json")
    #expect(
      try folder.succeed("explain flat.gir --mesh 2x1 --allow-gather --machine slow.json")
        .contains("gather"))
  }
}
