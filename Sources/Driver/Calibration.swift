import BLASBackend
import Fabrics
import GraphRuntime
import Passes

/// The verb `calibrate`: measures what the cost model needs to know of this machine.
///
/// Every figure is the median of several runs of a small graph on one thread a rank, so that it holds
/// what the run time itself costs.
public enum Calibration {
  /// The timed runs of each graph.
  private static let runs = 7

  /// Returns the figures of this machine.
  public static func machine() throws(Failure) -> Machine {
    let stepLatency = try stepSeconds()
    let (latency, bandwidth) = try messages()
    return Machine(
      name: "this machine", ranks: Processors.count, gflops: try gflops(),
      memoryBandwidth: try memoryBandwidth(), stepLatency: stepLatency, messageLatency: latency,
      messageBandwidth: bandwidth, memoryByteCount: PhysicalMemory.byteCount / Processors.count)
  }

  /// Writes the figures to a file.
  public static func write(_ machine: Machine, to path: String) throws(Failure) {
    try failing { () throws(Diagnostic) in
      try Files.write(JSONText.of(machine).utf8, to: path)
    }
  }

  /// Returns 10⁹ operations a second of a convolution with 64 channels on the default backend.
  private static func gflops() throws(Failure) -> Double {
    let graph = try graph(
      """
      graph @compute {
        %x = input @x : f32[1, 64, 128, 128]
        %w = parameter @w : f32[64, 64, 3, 3]
        %y = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 64, 128, 128]
        output @y = %y
      }
      """)
    let backend = try Targets.backend(CompileOptions())
    let specialized = try failing { () throws(Diagnostic) in
      try backend.specialized(graph, threads: 1)
    }
    return Double(graph.flops) / (try steps(specialized, on: backend).reduce(0, +)) / 1e9
  }

  /// Returns 10⁹ bytes a second that are read and written by a step on 64 MiB.
  private static func memoryBandwidth() throws(Failure) -> Double {
    let graph = try graph(
      """
      graph @memory {
        %x = input @x : f32[1, 1, 16777216]
        %a = negate(%x) : f32[1, 1, 16777216]
        %y = add(%a, %x) : f32[1, 1, 16777216]
        output @y = %y
      }
      """)
    // One operand, then two, and a result each.
    return 5 * Double(1 << 26) / (try steps(graph).reduce(0, +)) / 1e9
  }

  /// Returns the seconds of a step on a few elements.
  private static func stepSeconds() throws(Failure) -> Double {
    var text = "graph @steps {\n  %v0 = input @x : f32[1, 1, 16]\n"
    let count = 64
    for index in 0..<count {
      text += "  %v\(index + 1) = negate(%v\(index)) : f32[1, 1, 16]\n"
    }
    let graph = try graph(text + "  output @y = %v\(count)\n}\n")
    return try steps(graph).reduce(0, +) / Double(count)
  }

  /// Returns the seconds of a message besides its bytes, and 10⁹ bytes a second of a large one,
  /// between two ranks on threads.
  private static func messages() throws(Failure) -> (latency: Double, bandwidth: Double) {
    func seconds(_ extent: Int) throws(Failure) -> Double {
      let graph = try graph(
        """
        graph @messages {
          %x = input @x : f32[1, 1, \(extent)]
          %a = negate(%x) : f32[1, 1, \(extent)]
          %l = slice(%a) {start = [0, 0, \(extent / 2)], count = [1, 1, \(extent / 2)]} \
        : f32[1, 1, \(extent / 2)]
          %h = slice(%a) {start = [0, 0, 0], count = [1, 1, \(extent / 2)]} \
        : f32[1, 1, \(extent / 2)]
          %y = concatenate(%l, %h) {axis = 2} : f32[1, 1, \(extent)]
          output @y = %y
        }
        """)
      let split = try Compilation.optimized(
        graph, .distribution(MeshRequest([2]), allowGather: true))
      return try exchangeSeconds(split)
    }
    let (small, large) = (try seconds(64), try seconds(1 << 24))
    let byteCount = Double(1 << 24) / 2 * 4
    return (max(small, 1e-8), byteCount / max(large - small, 1e-9) / 1e9)
  }

  /// Returns the seconds of the exchanges of a run on two threads.
  private static func exchangeSeconds(_ graph: Graph) throws(Failure) -> Double {
    let values = try Benchmark.inputs(of: graph, [])
    return try failing { () throws(Diagnostic) in
      let locals = [try graph.localized(rank: 0), try graph.localized(rank: 1)]
      let executable = try MeshExecutable(locals, backend: BLASBackend(), threadsPerRank: 1)
      let session = try executable.makeSession(on: ThreadsFabric())
      let program = executable.ranks[0].program
      session.isProfiling = true
      var times: [Double] = []
      for run in 0...runs {
        _ = try session.run(values)
        var sum = 0.0
        for (step, seconds) in zip(program.steps, session.profile)
        where program.graph[step.node].op is Exchange { sum += seconds }
        if run > 0 { times.append(sum) }
      }
      return times.sorted()[times.count / 2]
    }
  }

  /// Returns the median seconds of each step of a graph on one thread; on `blas`, each op is a step.
  private static func steps(_ graph: Graph, on backend: any Backend = BLASBackend())
    throws(Failure) -> [Double]
  {
    let values = try Benchmark.inputs(of: graph, [])
    return try failing { () throws(Diagnostic) in
      var parameters: [String: NDArray] = [:]
      for parameter in graph.parameters {
        parameters[parameter.name] = NDArray(zeros: .f32, parameter.type.extents)
      }
      let executable = try backend.compile(try Program(graph), threads: 1)
      let session = try executable.makeSession(parameters: parameters)
      session.isProfiling = true
      var runsOfStep = [[Double]](repeating: [], count: executable.program.steps.count)
      for run in 0...runs {
        _ = try session.run(values)
        for (step, seconds) in session.profile.enumerated() where run > 0 {
          runsOfStep[step].append(seconds)
        }
      }
      return runsOfStep.map { $0.sorted()[$0.count / 2] }
    }
  }

  private static func graph(_ text: String) throws(Failure) -> Graph {
    try failing { () throws(Diagnostic) in try Parser.graph(text) }
  }
}
