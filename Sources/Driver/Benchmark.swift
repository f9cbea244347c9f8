import GraphRuntime

/// The verb `bench`: runs on random input, timed.
public struct Benchmark {
  /// The figures, under the keys of `--json`.
  public struct Figures: Encodable, Sendable {
    /// The times of the runs in order, in milliseconds.
    public let times_ms: [Double]
    /// The middle of the times.
    public let median_ms: Double
    /// The shortest time.
    public let min_ms: Double
    /// The time that 95 % of the runs stay within.
    public let p95_ms: Double
    /// 10⁹ operations a second at the median.
    public let gflops: Double
    /// The number of trainable elements.
    public let parameters: Int
    /// 10⁹ operations in a run.
    public let gflop: Double
    /// The largest resident set of this process so far, in MiB.
    public let peak_rss_mib: Double
    /// The memory that the plan foresees, in MiB.
    public let predicted_peak_mib: Double
    /// The ops that ran as their definition.
    public let fallbacks: [String]
    /// How steps computed.
    public let backend: String
    /// The ranks along each dimension.
    public let mesh: String
    /// The number of threads.
    public let threads: Int
    /// The time of each step at the last run, in milliseconds.
    public let steps: [Step]
  }

  /// The time of a step.
  public struct Step: Encodable, Sendable {
    /// What it computes, as text IR.
    public let step: String
    /// How long it took, in milliseconds.
    public let ms: Double
  }

  /// The figures.
  public let figures: Figures

  /// What `bench` is asked to do.
  public struct Request: Sendable {
    /// The number of timed runs, after one that is not.
    public var runs = 5
    /// `true` iff each run waits for a line of standard input instead, and is told at once; the end
    /// of the input ends the benchmark.
    public var isInteractive = false
    /// The inputs, `[name=]FILE[,scale=…]`; others are random.
    public var inputs: [FileBinding] = []
    /// The outputs that are computed and written, `[name=]FILE[,threshold=…]`; without any, all
    /// are computed.
    public var outputs: [FileBinding] = []

    /// A request for five runs on random input.
    public init() {}
  }

  /// Compiles a model or loads a plan, times it, and writes the outputs of the last run.
  public static func run(
    _ source: ModelSource, _ options: CompileOptions, _ request: Request
  ) throws(Failure) -> Benchmark {
    var prepared = try Self.prepared(source, options, request)
    let (benchmark, results) = try timed(
      &prepared.model, request, inputs: prepared.inputs)
    for (name, binding) in prepared.outputs {
      guard let result = results[name] else {
        throw Failure("output '\(name)' was not computed", code: .bug)
      }
      try OutputFile(binding, source: nil).write(result, name: name)
    }
    return benchmark
  }

  /// Returns the compiled model, its inputs, and the outputs that are written; what else was loaded
  /// is not kept.
  private static func prepared(
    _ source: ModelSource, _ options: CompileOptions, _ request: Request
  ) throws(Failure) -> (
    model: CompiledModel, inputs: [String: NDArray],
    outputs: [(name: String, binding: FileBinding)]
  ) {
    let loaded = try LoadedModel(source, options)
    let files = try InputFile.bound(request.inputs, to: loaded.interface)
    let outputs = try FileBinding.assign(
      request.outputs, to: loaded.interface.outputs, "output")
    for (_, binding) in outputs { try OutputFile.check(binding.path) }
    let model = try loaded.model(for: files, outputs: outputs.map(\.name))
    // Before inputs are made, which may not fit either.
    try PhysicalMemory.check(model.summary.peakByteCount, for: model.summary.name)
    return (model, try inputs(of: model.graph, files), outputs)
  }

  /// Returns an array for each input: that of a file, or random elements.
  static func inputs(
    of graph: Graph, _ files: [(name: String, file: InputFile)]
  ) throws(Failure) -> [String: NDArray] {
    var values: [String: NDArray] = [:]
    for input in graph.inputs {
      let file = files.first { $0.name == input.name }?.file
      values[input.name] = try file?.tensor(input.type, name: input.name) ?? random(input)
    }
    return values
  }

  /// Returns the figures of `model` and the outputs of the last run.
  private static func timed(
    _ model: inout CompiledModel, _ request: Request, inputs: [String: NDArray]
  ) throws(Failure) -> (benchmark: Benchmark, outputs: [String: NDArray]) {
    let session = try model.makeSession()
    var times: [Double] = []
    func run() throws(Failure) -> Double {
      let watch = Stopwatch()
      _ = try failing { () throws(Diagnostic) in try session.run(inputs) }
      return watch.seconds * 1e3
    }
    if request.isInteractive {
      while readLine() != nil {
        let milliseconds = try run()
        times.append(milliseconds)
        try StandardStreams.output("{\"ms\": \(milliseconds)}")
      }
      if times.isEmpty { throw Failure("standard input asks for no run") }
    } else {
      _ = try run()
      for _ in 0..<request.runs { times.append(try run()) }
    }
    session.isProfiling = true
    let outputs = try failing { () throws(Diagnostic) in try session.run(inputs) }
    let profile = session.profile
    return (Benchmark(model, times: times, profile: profile), outputs)
  }

  /// The figures of runs that took `times` milliseconds, whose steps took `profile` seconds.
  private init(_ model: CompiledModel, times: [Double], profile: [Double]) {
    let program = model.executables[0].program
    let steps = zip(program.steps, profile)
    let sorted = times.sorted()
    let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    figures = Figures(
      times_ms: times, median_ms: median, min_ms: sorted[0],
      p95_ms: sorted[min(sorted.count - 1, Int((Double(sorted.count) * 0.95).rounded(.up)) - 1)],
      gflops: Double(model.summary.flops) / median / 1e6,
      parameters: model.summary.parameterCount, gflop: Double(model.summary.flops) / 1e9,
      peak_rss_mib: Self.peakResidentMiB(),
      predicted_peak_mib: Double(model.summary.peakByteCount) / 1_048_576,
      fallbacks: model.executables[0].fallbacks.map(\.op), backend: model.backend,
      mesh: model.mesh,
      threads: model.threads,
      steps: steps.map { Step(step: program.graph.line($0.node), ms: $1 * 1e3) })
  }

  /// Returns uniform elements in 0 ..< 1, small integers or bools for an input.
  private static func random(_ input: Input) -> NDArray {
    let random = CounterRandom(seed: 0, name: input.name)
    let values = (0..<input.type.count).map { random.uniform($0) }
    if input.type.elementType.isFloatingPoint {
      return NDArray(narrowing: values, to: input.type.elementType, input.type.extents)
    }
    return NDArray(
      narrowing: values.map { $0 * 2 }, to: input.type.elementType, input.type.extents)
  }

  /// Returns the largest resident set of this process so far; `getrusage` would count that of the
  /// process that started it, too.
  private static func peakResidentMiB() -> Double {
    let status = (try? Files.text("/proc/self/status")) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    let kibibytes = line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }.first
    return (kibibytes ?? 0) / 1024
  }
}

extension Benchmark: CustomStringConvertible {
  /// The tables that `bench` prints: the steps by time, then the whole.
  public var description: String {
    let total = figures.steps.reduce(0) { $0 + $1.ms }
    let slowest = figures.steps.sorted { $0.ms > $1.ms }.prefix(20).map { step in
      (
        Decimals.text(step.ms, 2) + " ms " + Decimals.text(100 * step.ms / max(total, 1e-9), 1)
          + " %",
        step.step
      )
    }
    let rows = [
      ("median", Decimals.text(figures.median_ms, 2) + " ms"),
      ("min", Decimals.text(figures.min_ms, 2) + " ms"),
      ("95 %", Decimals.text(figures.p95_ms, 2) + " ms"),
      ("GFLOP/s", Decimals.text(figures.gflops, 1)),
      ("peak memory", Decimals.text(figures.peak_rss_mib, 0) + " MiB"),
      ("fallbacks", figures.fallbacks.isEmpty ? "none" : figures.fallbacks.joined(separator: ", ")),
    ]
    return Table(title: "steps, slowest first", rows: Array(slowest)).description + "\n"
      + Table(
        title: "\(figures.times_ms.count) runs, \(figures.backend), mesh \(figures.mesh), "
          + "\(figures.threads) threads",
        rows: rows
      ).description
  }
}

extension Graph {
  /// Returns a short line for a value: its name, op and type.
  func line(_ value: Value) -> String {
    let node = self[value]
    let body = (node.op as? Fused)?.body
    let op =
      body.map { body in
        body.nodes.filter { !($0.op is Input) }.map { AllOps.spelling($0.op) }.joined(
          separator: "+")
      } ?? AllOps.spelling(node.op)
    let site = node.site.map { " \(Files.name($0.file)):\($0.line)" } ?? ""
    return "\(op) : \(node.type)\(site)"
  }
}
