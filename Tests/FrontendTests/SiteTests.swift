import Foundation
import Frontend
import Testing

@Suite struct `places in a model file` {
  static let text = """
    import Frontend

    func residual(_ x: Tensor, _ y: Tensor) -> Tensor {
      let sum = x
        + y
      return sum
    }

    struct Stack {
      let depth: Int
      func callAsFunction(_ x: Tensor) -> Tensor {
        (0..<depth).reduce(x) { y, _ in y.relu() * width }
      }
    }

    let model = Model("places") { model in
      let x = model.input("x", [1, 2, 4])
      let y = model.input("y", [1, 2, 5])
      var z = Stack(depth: 2)(x) - 1
      z = [x, x].reduce(z, +)
      if CommandLine.arguments.contains("wrong") { z = residual(z, y) / residual(y, -x) }
      model.output("z", z)
    }

    let width = 2.0
    """

  @Test(arguments: [["-Onone"], ["-O", "-Xcc", "-fno-omit-frame-pointer"]])
  func `are those of operators, too`(_ flags: [String]) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "places-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "model.swift")
    try Self.text.write(to: file, atomically: true, encoding: .utf8)
    let program = try ModelProgram(file, flags: flags)
    defer { program.remove() }
    let nodes = try program.graph().nodes.filter { !($0.op is Constant || $0.op is Broadcast) }
    #expect(nodes.map { $0.site?.line ?? 0 } == [17, 18, 12, 12, 12, 12, 19, 20, 20])
    #expect(nodes.allSatisfy { $0.site?.file == file.path })
    do throws(any Error) {
      _ = try program.graph(["wrong"])
      Issue.record("expected diagnostics")
    } catch let error as Diagnostics {
      #expect(
        error.all.map { "\($0.site?.line ?? 0): \($0.message.prefix(3))" } == ["5: add", "5: add"])
      #expect(error.all.allSatisfy { $0.site?.file == file.path })
    }
  }
}
