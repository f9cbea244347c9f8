import Driver
import Formats
import Testing

@Suite struct `a model with two heads and a norm` {
  /// Each head has a weight of its own; the norm's scale is folded into the first.
  private static let model = """
    graph @heads {
      %x = input @x : f32[1, 1, 2, 3]
      %w = parameter @a.weight {initializer = {constant = {value = 2.0}}} : f32[1, 1, 1, 1]
      %s = parameter @a.scale {initializer = {constant = {value = 3.0}}} : f32[1]
      %v = parameter @b.weight {initializer = {constant = {value = 5.0}}} : f32[1, 1, 1, 1]
      %0 = convolution(%x, %w) : f32[1, 1, 2, 3]
      %1 = broadcast(%s) {extents = [1, 1, 2, 3], axes = [1]} : f32[1, 1, 2, 3]
      %2 = multiply(%0, %1) : f32[1, 1, 2, 3]
      %3 = convolution(%x, %v) : f32[1, 1, 2, 3]
      output @a = %2
      output @b = %3
    }

    """

  private static func workspace() throws -> Workspace {
    let folder = try Workspace(["heads.gir": model])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], to: "x.npy")
    return folder
  }

  /// Writes `w.safetensors` with one value for all parameters.
  private static func writeWeights(_ value: Double, in folder: Workspace) throws {
    let extents = [("a.weight", [1, 1, 1, 1]), ("a.scale", [1]), ("b.weight", [1, 1, 1, 1])]
    let tensors = extents.map { NamedArray(name: $0.0, array: NDArray(.f32, $0.1, [value])) }
    try SafeTensors(tensors).write(to: folder["w.safetensors"])
  }

  @Test func `runs one of them with the weights of both`() throws {
    let folder = try Self.workspace()
    try folder.succeed("compile heads.gir -o heads.graphc")
    for model in ["heads.gir", "heads.graphc"] {
      try folder.succeed("run \(model) -i x.npy -o a=a.npy")
      #expect(try folder.array("a.npy").asDoubles() == [6, 12, 18, 24, 30, 36])
    }
    try Self.writeWeights(7, in: folder)
    try folder.succeed("run heads.gir -i x.npy -o b=b.npy --weights w.safetensors")
    #expect(try folder.array("b.npy").asDoubles() == [7, 14, 21, 28, 35, 42])
  }

  @Test func `is emitted with what it prepares, and runs with the same weights`() throws {
    let folder = try Self.workspace()
    try folder.succeed("compile heads.gir --emit gir -o passed.gir")
    #expect(try folder.text("passed.gir").contains("prepare {"))
    try folder.succeed("run passed.gir -i x.npy -o a=a.npy")
    #expect(try folder.array("a.npy").asDoubles() == [6, 12, 18, 24, 30, 36])
    try Self.writeWeights(2, in: folder)
    try folder.succeed("run passed.gir -i x.npy -o a=a.npy --weights w.safetensors")
    #expect(try folder.array("a.npy").asDoubles() == [4, 8, 12, 16, 20, 24])
  }

  @Test(arguments: [
    ("compile heads.gir --threads 100000", "--threads is 100000, expected 1 to 1024"),
    ("compile heads.gir --map a=b", "--map renames the tensors of a weights file"),
    (
      "compile heads.gir --emit llvm",
      "--emit is 'llvm', expected gir, traced, dot, local:RANK, onnx, onnx:compiled, library or c"
    ),
    ("compare x.npy x.npy --atol=-1", "--atol is -1.0, expected 0 or more"),
    ("compare x.npy x.npy --dice 2", "--dice is 2.0, expected 0 to 1"),
  ])
  func `refuses options without a meaning`(_ arguments: String, _ message: String) throws {
    try Self.workspace().fail(arguments, [message])
  }

  @Test func `counts more operations than there are numbers`() throws {
    let folder = try Workspace([
      "large.gir": """
      graph @large {
        %x = input @x : f32[1, 16, 100000, 100000, 100000]
        %w = parameter @w : f32[16, 16, 3, 3, 3]
        %y = convolution(%x, %w) : f32[1, 16, 99998, 99998, 99998]
        output @y = %y
      }

      """
    ])
    #expect(try folder.succeed("inspect large.gir").contains("GFLOP"))
    try folder.fail("bench large.gir", code: 3, ["large: needs ", "but this machine has"])
  }
}
