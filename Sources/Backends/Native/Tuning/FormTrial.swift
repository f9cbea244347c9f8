import GraphRuntime

/// A convolution in several forms, one step each, between images that lie as in a network.
struct FormTrial {
  private let executable: Executable
  private let shape: ConvolutionShape
  /// The step of each form.
  private let steps: [Int]

  /// The runs that are timed, after one that is not.
  private static let runs = 4

  /// A trial of the given tiles.
  init(
    _ shape: ConvolutionShape, _ tiles: [[Int]], _ backend: NativeBackend, threads: Int
  ) throws(Diagnostic) {
    self.shape = shape
    var graph = Graph(name: "trial")
    let x = try graph.append(Input(name: "x", type: shape.image))
    let w = try graph.append(Parameter(name: "w", type: shape.kernel))
    // A pool reads and writes images whose channels lie together.
    let image = try graph.append(MaxPool.plain(rank: shape.image.rank), [x])
    var forms: [Value] = []
    for (index, tile) in tiles.enumerated() {
      let y = try graph.append(shape.op.tiled(tile), [image, w])
      forms.append(y)
      graph.output("y\(index)", try graph.append(shape.onePixel, [y]))
    }
    var single = backend
    // A chain would be one step.
    single.limits = ChainLimits(byteCount: .max, blockByteCount: .max)
    executable = try single.compile(try Program(graph), threads: threads)
    let program = executable.program
    let results = program.steps.map { ($0, program.graph[$0.node].op) }
    steps = results.indices.filter { results[$0].1 is any TiledOp }
    precondition(steps.count == forms.count, "a trial of \(forms.count) forms in \(steps)")
  }

  /// Returns the least seconds of each form.
  func seconds() throws(Diagnostic) -> [Double] {
    let session = try executable.makeSession(parameters: [
      "w": NDArray(zeros: .f32, shape.kernel.extents)
    ])
    session.isProfiling = true
    var best = steps.map { _ in Double.infinity }
    for run in 0...Self.runs {
      _ = try session.run(["x": NDArray(zeros: .f32, shape.image.extents)])
      if run == 0 { continue }
      for (index, step) in steps.enumerated() {
        best[index] = min(best[index], session.profile[step])
      }
    }
    return best
  }
}

extension ConvolutionShape {
  /// What reads one pixel of a result.
  fileprivate var onePixel: MaxPool {
    let ones = result.extents.dropFirst(2).map { _ in 1 }
    return MaxPool(
      window: ones, stride: Array(result.extents.dropFirst(2)), dilation: ones,
      padding: ones.map { _ in .none })
  }
}
