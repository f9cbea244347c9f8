import Foundation
import Testing

@Suite struct `accuracy` {
  /// An image plus 2²⁴, minus it: what Double keeps and f32 loses.
  private static let cancelling = """
    graph @cancelling {
      %x = input @x : f32[1, 1, 4]
      %c = constant() {value = dense f32[] [16777216.0]} : f32[]
      %b = broadcast(%c) {extents = [1, 1, 4]} : f32[1, 1, 4]
      %0 = add(%x, %b) : f32[1, 1, 4]
      %y = subtract(%0, %b) : f32[1, 1, 4]
      output @y = %y
    }

    """
  /// A convolution whose results are rounded to a type.
  private static func convolution(_ type: String) -> String {
    """
    graph @narrow {
      %x = input @x : \(type)[1, 2, 5, 6]
      %w = parameter @w {initializer = {uniform = {low = -1.0, high = 1.0}}} : \(type)[3, 2, 3, 3]
      %y = convolution(%x, %w) : \(type)[1, 3, 3, 4]
      output @y = %y
    }

    """
  }

  @Test(arguments: ["native", "blas", "reference"])
  func `ends with exit code 4 beyond the bound`(_ backend: String) throws {
    let folder = try Workspace(["m.gir": Self.cancelling])
    let command = "accuracy m.gir --backend \(backend)"
    let outcome = try folder.graphc(command)
    outcome.check(code: 4, ["error: an output is beyond the bound of the backend"], backend)
    #expect(outcome.output.contains("BEYOND"), "\(outcome.output)")
    let text = try folder.graphc("\(command) --json").output
    let figures = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(figures?["holds"] as? Bool == false)
    #expect((figures?["modes"] as? [Any])?.count == (backend == "native" ? 2 : 1))
  }

  @Test(arguments: ["f16", "bf16", "f32", "f64"])
  func `allows that results are rounded to their type`(_ type: String) throws {
    let folder = try Workspace(["m.gir": Self.convolution(type)])
    try folder.succeed("accuracy m.gir")
    try folder.succeed("accuracy m.gir --backend reference")
  }

  @Test func `refuses a plan`() throws {
    let folder = try Workspace(["m.gir": Self.cancelling])
    try folder.succeed("compile m.gir -o p.graphc")
    try folder.fail(
      "accuracy p.graphc", ["'p.graphc' is a plan; accuracy takes the model that it was compiled"])
  }
}
