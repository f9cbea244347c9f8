import Foundation
import Testing

@Suite struct `a plan` {
  /// Returns a workspace with a plan.
  private func compiled() throws -> Workspace {
    let folder = try Workspace(["pair.gir": Models.pair])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], to: "x.npy")
    try folder.succeed("compile pair.gir -o p.graphc")
    return folder
  }

  @Test func `runs by itself`() throws {
    let folder = try compiled()
    #expect(
      folder.names
        == [
          "p.graphc", "p.graphc/graph.gir", "p.graphc/kernels.so", "p.graphc/manifest.json",
          "p.graphc/weights.safetensors", "pair.gir", "x.npy",
        ])
    try folder.remove("pair.gir")
    try folder.succeed("run p.graphc --input x.npy --output scaled=y.npy")
    #expect(try folder.array("y.npy").asDoubles() == [2, 4, 6, 8, 10, 12])
    try folder.succeed(
      "run p.graphc/ --threads 1 --backend native --input x.npy --output scaled=y.npy")
  }

  @Test func `is replaced as a whole, but nothing else is`() throws {
    let folder = try compiled()
    try folder.write(Models.noise, to: "noise.gir")
    try folder.succeed("compile noise.gir -o p.graphc")
    #expect(try folder.succeed("inspect p.graphc").hasPrefix("noise"))
    #expect(folder.names.filter { $0.hasPrefix("p.graphc") }.count == 5)
    try folder.write("mine", to: "mine/file")
    try folder.fail("compile pair.gir -o mine", ["'mine'", "something that is no plan is there"])
    try folder.fail("compile p.graphc", ["'p.graphc' is a plan already; compile takes a model"])
  }

  @Test func `takes other weights, which are prepared anew`() throws {
    let folder = try compiled()
    try folder.write([3], [1, 1, 1, 1], to: "other.safetensors")
    let command = "run p.graphc --input x.npy --output scaled=y.npy --weights other.safetensors"
    try folder.fail(command, ["missing 'w'", "extra 'x'"])
    try folder.succeed("\(command) --map x=w")
    #expect(try folder.array("y.npy").asDoubles() == [3, 6, 9, 12, 15, 18])
  }

  @Test(arguments: [
    ("--backend reference", "--backend reference"), ("--shape x=1x1x4x6", "--shape x=1x1x4x6"),
    ("--seed 3", "--seed 3"),
  ])
  func `refuses what compile fixed, with the command that changes it`(
    _ option: String, _ changed: String
  ) throws {
    let folder = try compiled()
    for verb in ["run p.graphc --input x.npy --output scaled=y.npy", "bench p.graphc"] {
      try folder.fail(
        "\(verb) \(option)",
        [
          "error: plan 'p.graphc' has fixed what \(changed) says; change it with: graphc compile "
            + "MODEL -o p.graphc \(changed)"
        ])
    }
  }

  @Test func `refuses rules on names without a file`() throws {
    try compiled().fail(
      "run p.graphc --input x.npy --output scaled=y.npy --map a=b",
      ["--map renames the tensors of a weights file; add --weights FILE"])
  }

  /// What happens to a plan, as a line of the shell, and what its user is told.
  static let damages = [
    ("sed -i s/add/subtract/ p.graphc/graph.gir", "damaged: 'graph.gir' is not what was compiled"),
    ("truncate -s -1 p.graphc/weights.safetensors", "damaged: 'weights.safetensors' is not what"),
    (
      "printf 9 | dd of=p.graphc/weights.safetensors bs=1 seek=70 conv=notrunc",
      "damaged: 'weights.safetensors' is not what"
    ),
    ("rm p.graphc/weights.safetensors", "cannot read 'p.graphc/weights.safetensors'"),
    ("rm p.graphc/graph.gir", "cannot read 'p.graphc/graph.gir'"),
    ("rm p.graphc/manifest.json", "folder 'p.graphc' has no 'model.swift'"),
    ("echo '{}' > p.graphc/manifest.json", "manifest.json' is not the manifest of a plan"),
    (": > p.graphc/manifest.json", "manifest.json' is not the manifest of a plan"),
    (
      "sed -i 's/\"version\" : [0-9]*/\"version\" : 99/' p.graphc/manifest.json",
      "plan 'p.graphc' has format version 99, expected 4; compile the model again"
    ),
    (
      "sed -i 's/\"backend\" : \"native\"/\"backend\" : 1/' p.graphc/manifest.json",
      "damaged: 'manifest.json' is not what was compiled"
    ),
  ]

  @Test(arguments: damages)
  func `is refused where it is damaged or foreign`(_ damage: String, _ words: String) throws {
    let folder = try compiled()
    try folder.shell(damage)
    for verb in ["run p.graphc --input x.npy --output scaled=y.npy", "inspect p.graphc"] {
      try folder.fail(verb, [words])
    }
  }
}
