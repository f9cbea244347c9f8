import ReferenceBackend
import Support
import Testing

/// What a session answers, on the reference backend.
@Suite struct `a session` {
  private static let text = """
    graph @net {
      %x = input @x : f32[1, 2, 6]
      %w = parameter @w : f32[3, 2, 3]
      %c = convolution(%x, %w) {padding = [[1, 1]]} : f32[1, 3, 6]
      %y = relu(%c) : f32[1, 3, 6]
      output @y = %y
      output @same = %y
      output @x = %x
    }
    """
  private let x = NDArray.random(TensorType(.f32, [1, 2, 6]), seed: 1)
  private let w = NDArray.random(TensorType(.f32, [3, 2, 3]), seed: 2)

  private func session() throws -> Session {
    let program = try Program(Parser.graph(Self.text))
    return try ReferenceBackend().compile(program, threads: 1).makeSession(parameters: ["w": w])
  }

  @Test func `computes what the definitions say`() throws {
    let session = try session()
    let results = try session.run(["x": x])
    let convolution = Convolution(stride: [1], dilation: [1], padding: [Edges(1, 1)])
    let c = convolution.evaluate(
      [PlacedArray(x), PlacedArray(w)], over: Region(whole: [1, 3, 6]))
    let y = Pointwise("relu").evaluate([PlacedArray(c)], over: Region(whole: [1, 3, 6]))
    #expect(results["y"] == y)
    #expect(results["same"] == y)
    #expect(results["x"] == x)
    #expect(results.count == 3)
  }

  @Test func `keeps the results of an earlier run`() throws {
    let session = try session()
    let first = try session.run(["x": x])
    let y = first["y"]
    _ = try session.run(["x": NDArray(zeros: .f32, [1, 2, 6])])
    #expect(first["y"] == y && session.profile.isEmpty)
    session.isProfiling = true
    _ = try session.run(["x": x])
    #expect(session.profile.count == 2)
  }

  @Test func `fills the memory of results that nobody holds again`() throws {
    let session = try session()
    func place(_ results: [String: NDArray]) throws -> UnsafeRawPointer? {
      try #require(results["y"]).withUnsafeBytes { $0.baseAddress }
    }
    let first = try place(session.run(["x": x]))
    let held = try session.run(["x": x])
    #expect(try place(held) == first)
    #expect(try place(session.run(["x": x])) != first)
    withExtendedLifetime(held) {}
  }

  @Test func `names an input that is missing, unknown or of another type`() throws {
    let session = try session()
    func message(_ inputs: [String: NDArray]) -> String {
      do throws(Diagnostic) {
        _ = try session.run(inputs)
        return "none"
      } catch { return error.message }
    }
    #expect(message([:]) == "input 'x' is missing, expected f32[1, 2, 6]")
    #expect(message(["x": x, "z": x]) == "input 'z' is unknown, expected 'x'")
    #expect(
      message(["x": NDArray(zeros: .f32, [1, 2, 5])])
        == "input 'x' is f32[1, 2, 5], expected f32[1, 2, 6]")
    #expect(
      message(["x": NDArray(zeros: .f64, [1, 2, 6])])
        == "input 'x' is f64[1, 2, 6], expected f32[1, 2, 6]")
  }

  @Test func `names a parameter that is missing`() throws {
    let program = try Program(Parser.graph(Self.text))
    let executable = try ReferenceBackend().compile(program, threads: 1)
    #expect(throws: Diagnostic("parameter 'w' is missing, expected f32[3, 2, 3]")) {
      _ = try executable.makeSession()
    }
  }

  @Test func `carries updated parameters from run to run`() throws {
    let graph = try Parser.graph(
      """
      graph @count {
        %n = parameter @n : i32[1]
        %one = constant() {value = dense i32[1] [1]} : i32[1]
        %next = add(%n, %one) : i32[1]
        output @n = %n
        update @n = %next
      }
      """)
    let session = try ReferenceBackend().compile(Program(graph), threads: 1)
      .makeSession(parameters: ["n": NDArray(.i32, [1], [5])])
    #expect(try session.run([:])["n"] == NDArray(.i32, [1], [5]))
    #expect(try session.run([:])["n"] == NDArray(.i32, [1], [6]))
    #expect(session.parameters["n"] == NDArray(.i32, [1], [7]))
  }

  @Test func `runs prepared graphs before the main one`() throws {
    let graph = try Parser.graph(
      """
      graph @net {
        prepare {
          %w = parameter @w : f32[2]
          %y = negate(%w) : f32[2]
          output @v = %y
        }
        %v = parameter @v : f32[2]
        output @y = %v
      }
      """)
    let parameters = try prepare(
      graph, parameters: ["w": NDArray(.f32, [2], [1, 2])], backend: ReferenceBackend(), threads: 1)
    #expect(parameters == ["v": NDArray(.f32, [2], [-1, -2])])
    #expect(throws: Diagnostic("parameter 'w' is missing, expected f32[2]")) {
      try prepare(graph, parameters: [:], backend: ReferenceBackend(), threads: 1)
    }
  }
}
