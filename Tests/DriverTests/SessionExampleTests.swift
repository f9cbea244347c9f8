import Foundation
import Testing

@Suite struct `a program with a session of a plan` {
  @Test(arguments: ["--backend native", "--backend blas --mesh 2x1"])
  func `computes what run does`(_ options: String) throws {
    let folder = try Workspace(["model.gir": `a plan with kernels`.model])
    try folder.succeed("compile model.gir \(options) -o p.graphc")
    let program = URL(filePath: Products.graphc).deletingLastPathComponent()
      .appending(path: "SessionExample").path
    let outcome = try folder.started(program, ["p.graphc"], `a plan with kernels`.bare).outcome()
    #expect(outcome.code == 0, "\(outcome.error)")
    try folder.write([Double](repeating: 1, count: 180), [1, 2, 9, 10], to: "x.npy")
    try folder.succeed(
      "run model.gir \(options) --input x=x.npy --input s=x.npy --output c=c.npy --output r=r.npy "
        + "--output d=d.npy")
    var expected = ""
    for name in ["c", "d", "r"] {
      let array = try folder.array("\(name).npy")
      let mean = array.asDoubles().reduce(0, +) / Double(array.count)
      expected += "\(name) \(array.extents): \(mean)\n"
    }
    #expect(outcome.output == expected)
  }
}
