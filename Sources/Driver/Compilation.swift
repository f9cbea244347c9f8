import BLASBackend
import Fabrics
import GraphRuntime
import NativeBackend
import ONNX
import Passes
import ReferenceBackend

/// The backends by name.
public enum Targets {
  /// All backends, the default first.
  public static let all: [any Backend] = [NativeBackend(), BLASBackend(), ReferenceBackend()]

  /// Returns what a backend does, in a line.
  static func summary(_ backend: any Backend) -> String {
    switch backend {
    case is NativeBackend: "kernels in C that are generated and built for each model"
    case is ReferenceBackend: "interprets the definition of each op"
    default: "matrix products of a CBLAS library, in f32"
    }
  }

  /// Returns the backend that the options ask for; without a C compiler `blas` in the place of `native`,
  /// with a message.
  ///
  /// Throws where options of `native` would have no effect.
  static func backend(_ options: CompileOptions) throws(Failure) -> any Backend {
    let backend = try named(options.backend ?? all[0].name)
    guard backend is NativeBackend else {
      if let option = options.ofNative {
        throw Failure("\(option) needs --backend native, found \(backend.name)")
      }
      return backend
    }
    if let native = try native(options) { return native }
    if let option = options.ofNative { throw Failure("\(option): \(CCompiler.missing)") }
    warnOfMissingCompiler
    return BLASBackend()
  }

  /// Returns `native` as the options say; nil where there is no C compiler.
  static func native(_ options: CompileOptions) throws(Failure) -> NativeBackend? {
    if try failing({ () throws(Diagnostic) in try CCompiler.findIfAny() }) == nil { return nil }
    if options.isTuned && options.math == .exact {
      throw Failure("--tune chooses among tiles, of which --math exact has none")
    }
    var native = NativeBackend()
    native.math = options.math ?? native.math
    native.cpu = options.cpu ?? native.cpu
    native.tuning = options.isTuned ? .user() : nil
    return native
  }

  /// Says, once, that there is no C compiler.
  private static let warnOfMissingCompiler: Void = StandardStreams.error(
    "warning: \(CCompiler.missing); steps compute with blas instead\n")

  /// Returns the backend that a plan was compiled for, with its kernels; throws where this processor
  /// cannot run them.
  static func backend(of plan: Plan) throws(Failure) -> any Backend {
    let backend = try named(plan.manifest.backend)
    guard var native = backend as? NativeBackend, let kernels = plan.manifest.kernels else {
      return backend
    }
    try failing { () throws(Diagnostic) in
      try HostProcessor.check(kernels.features, for: "plan '\(plan.path)'")
    }
    native.math = kernels.math
    native.cpu = TargetCPU(name: kernels.cpu)
    let ranks = plan.graph.mesh?.count ?? 1
    let threads = try plan.manifest.fabric.map { (name) throws(Failure) in
      try fabric(named: name).threadsPerRank(plan.manifest.threads, ranks: ranks)
    }
    native.planned = PlannedKernels(
      path: "\(plan.path)/\(Plan.kernelsName)", threads: threads ?? plan.manifest.threads)
    return native
  }

  /// Returns the backend of a name.
  public static func named(_ name: String) throws(Failure) -> any Backend {
    for backend in all where backend.name == name { return backend }
    let names = all.map(\.name).joined(separator: ", ")
    throw Failure("unknown backend '\(name)', expected one of \(names)")
  }
}

extension Targets {
  /// All fabrics, the default first.
  public static let fabrics: [any Fabric] = [ThreadsFabric(), LockstepFabric()]

  /// Returns the fabric of a name.
  public static func fabric(named name: String) throws(Failure) -> any Fabric {
    for fabric in fabrics where fabric.name == name { return fabric }
    let names = fabrics.map(\.name).joined(separator: ", ")
    throw Failure("unknown fabric '\(name)', expected one of \(names)")
  }
}

/// What a user may choose when a model is compiled.
public struct CompileOptions: Sendable {
  /// How steps compute; nil for the default, or for what the plan fixed.
  public var backend: String?
  /// How exact sums of `native` are; nil for fast.
  public var math: NativeBackend.Math?
  /// The processor that `native` builds for; nil for this one.
  public var cpu: TargetCPU?
  /// `true` iff the forms of convolutions are measured for `native`.
  public var isTuned = false
  /// The number of threads; nil for one per processor.
  public var threads: Int?
  /// The safetensors file with the parameters; nil for initial values.
  public var weights: String?
  /// Rewrites the file's names: `old=new` rules, separated by commas, on prefixes.
  public var map: String?
  /// The seed of initial values and of random ops; nil for 0.
  public var seed: Int?
  /// The largest number of bytes that a run may take; nil for any.
  public var memory: Int?
  /// How the model is split over ranks; nil for one rank, or for what the plan fixed.
  public var mesh: MeshArgument?
  /// The outputs that are kept; empty for all.
  public var outputs: [String] = []
  /// The values of inputs that extents or axes of an ONNX model depend on: `.npy` files by name.
  public var values: [(name: String, path: String)] = []
  /// How model files are built.
  public var loader = ModelLoader.Options()

  /// The default options.
  public init() {}

  /// An option that is given and means something to `native` only; nil where there is none.
  fileprivate var ofNative: String? {
    if let math { return "--math \(math)" }
    if let cpu { return "--cpu \(cpu.name)" }
    return isTuned ? "--tune" : nil
  }

  /// The largest number of threads that may be asked for.
  public static let maxThreads = 1024
}

/// A graph that is ready to run, with its parameters.
public struct CompiledModel: Sendable {
  /// The graph after all passes.
  public let graph: Graph
  /// The values of its parameters; those that kernels read in another form are packed when there
  /// is a session.
  public private(set) var parameters: [String: NDArray]
  /// What computes it, by rank.
  public let executables: [Executable]
  /// What computes it together; nil where the graph is not split.
  public let meshExecutable: MeshExecutable?
  /// The name of the fabric; nil where the graph is not split.
  public let fabric: String?
  /// What steps compute by.
  let target: any Backend
  /// The number of threads.
  public let threads: Int
  /// The model in numbers.
  public let summary: Summary
}

extension CompiledModel {
  /// The name of the backend.
  public var backend: String { target.name }

  /// The fabric and the ranks along each dimension, as `--mesh` spells them; `1` where the graph is
  /// not split.
  var mesh: String { graph.mesh.map { "\(fabric ?? ""):\($0)" } ?? "1" }

  /// Brings parameters into the form that kernels read.
  mutating func pack() throws(Failure) {
    let files = parameters.values.compactMap(\.file)
    do throws(Diagnostic) {
      try Executable.pack(&parameters, for: executables)
    } catch {
      throw Failure(error)
    }
    try Self.refuseChanged(files)
  }

  /// Throws where one of the files was written to since it was mapped.
  static func refuseChanged(_ files: [MappedFile]) throws(Failure) {
    guard let path = files.filter(\.hasChanged).map(\.path).min() else { return }
    throw Failure("'\(path)' changed while it was read; run it again")
  }

  /// Returns memory and threads to run it; throws where the machine has too little.
  public mutating func makeSession() throws(Failure) -> any SessionProtocol {
    try PhysicalMemory.check(summary.peakByteCount, for: summary.name)
    try pack()
    if let meshExecutable {
      let fabric = try Targets.fabric(named: fabric ?? Targets.fabrics[0].name)
      return try failing { () throws(Diagnostic) in
        try meshExecutable.makeSession(on: fabric, parameters: parameters)
      }
    }
    return try failing { () throws(Diagnostic) in
      try executables[0].makeSession(parameters: parameters)
    }
  }
}

/// Compiles models and loads plans.
public enum Compilation {
  /// Returns the model as it was traced or written, without any pass.
  public static func model(_ source: ModelSource, _ options: CompileOptions) throws(Failure)
    -> TracedModel
  {
    if let value = options.values.first {
      guard case .onnx = source else {
        throw Failure("--value \(value.name)=… is for ONNX models")
      }
    }
    switch source {
    case .swift(let path): return TracedModel(try ModelLoader(options.loader).graph(of: path))
    case .onnx(let path):
      let model = try failing { () throws(Diagnostic) in try ONNXModel(path: path) }
      return try imported(model, options)
    case .text(let path):
      let graph = try failing { () throws(Diagnostic) in
        try Parser.graph(try Files.text(path), file: path)
      }
      try check(options.loader.shapes, fitFixed: graph, path)
      return TracedModel(graph)
    case .plan(let path): return TracedModel(try Plan.read(path).graph)
    }
  }

  /// Returns the graph of an ONNX model for the extents of the options; `values` are those of
  /// inputs that are known, besides those of the options.
  static func imported(
    _ model: ONNXModel, _ options: CompileOptions, values: [String: NDArray] = [:]
  ) throws(Failure) -> TracedModel {
    var known = ONNXImport.Options()
    known.shapes = options.loader.shapes
    known.values = values
    for (name, path) in options.values {
      guard model.inputs.contains(where: { $0.name == name }) else {
        throw Failure("--value: '\(model.path)' has no input '\(name)'")
      }
      let file = try FileBinding(path, options: [])
      known.values[name] = try InputFile(file, orientation: nil).array
    }
    do throws(Diagnostics) {
      return TracedModel(try model.imported(known))
    } catch {
      throw Failure(text: "\(error)")
    }
  }

  /// Compiles a graph with its parameters.
  public static func compile(_ model: TracedModel, _ options: CompileOptions) throws(Failure)
    -> CompiledModel
  {
    let traced = model.graph
    let backend = try Targets.backend(options)
    let threads = options.threads ?? Processors.count
    let pruned = try traced.keeping(outputs: options.outputs)
    let seeded = try failing { () throws(Diagnostic) in try pruned.seeded(options.seed ?? 0) }
    let optimized = try optimized(seeded, for: backend, threads: threads)
    let raw = try Weights.load(for: seeded, of: model, options)
    var summary = Summary(traced: pruned, optimized)
    summary.describe(backend)
    var graph = optimized
    if let mesh = options.mesh {
      let distribution = try Distribution(of: optimized, mesh)
      summary.describe(distribution)
      graph = distribution.graph
    }
    let compiled = try finish(
      graph, .raw(raw), backend, threads, options.mesh?.fabric, summary, options)
    try CompiledModel.refuseChanged(raw.values.compactMap(\.file))
    return compiled
  }

  /// Makes a plan's model ready; options that compile has fixed are refused.
  public static func load(_ plan: Plan, _ options: CompileOptions) throws(Failure) -> CompiledModel
  {
    try plan.refuseFixed(options)
    let threads = min(options.threads ?? plan.manifest.threads, CompileOptions.maxThreads)
    var parameters = Parameters.prepared(plan.parameters)
    if options.weights != nil {
      parameters = .raw(try Weights.load(for: plan.graph, of: TracedModel(plan.graph), options))
    }
    return try finish(
      plan.graph, parameters, try Targets.backend(of: plan), threads, plan.manifest.fabric,
      plan.manifest.summary, options)
  }

  /// Returns the graph after the inference passes; a pass that fails on a graph that verifies is a
  /// bug, and leaves a reproducer.
  package static func optimized(_ graph: Graph, _ pipeline: Pipeline = .inference)
    throws(Failure) -> Graph
  {
    do throws(Pipeline.Failure) {
      return try pipeline.run(graph).graph
    } catch {
      throw Reproducer.failure(error)
    }
  }

  /// Returns the graph after the inference passes, with what the backend chooses before it is split.
  static func optimized(_ graph: Graph, for backend: any Backend, threads: Int) throws(Failure)
    -> Graph
  {
    let optimized = try optimized(graph)
    return try failing { () throws(Diagnostic) in
      try backend.specialized(optimized, threads: threads)
    }
  }

  /// The values of a graph's parameters.
  enum Parameters {
    /// Those of the model, from which others are made.
    case raw([String: NDArray])
    /// All that the graph needs.
    case prepared([String: NDArray])
  }

  /// Returns the model ready to run, with the outputs of the options; throws where it needs more
  /// memory than allowed.
  static func finish(
    _ graph: Graph, _ parameters: Parameters, _ backend: any Backend, _ threads: Int,
    _ fabric: String?, _ summary: Summary, _ options: CompileOptions
  ) throws(Failure) -> CompiledModel {
    let kept = try graph.keeping(outputs: options.outputs)
    let team = try fabric.map { (name) throws(Failure) in try Targets.fabric(named: name) }
    let ranks = graph.mesh?.count ?? 1
    let threadsPerRank = team?.threadsPerRank(threads, ranks: ranks) ?? threads
    var (executables, preparing) = try executables(
      graph, isSplit: team != nil, parameters, backend, threads: threadsPerRank)
    if !options.outputs.isEmpty {
      executables = executables.map { $0.keeping(outputs: options.outputs) }
    }
    var summary = summary
    summary.peakByteCount = Executable.peakByteCount(executables)
    if let budget = options.memory, summary.peakByteCount > budget {
      throw Failure(
        "needs \(ByteCount.text(summary.peakByteCount)) but the memory budget is "
          + "\(ByteCount.text(budget)); the smallest that works is --memory "
          + "\(ByteCount.argument(summary.peakByteCount))", code: .budget)
    }
    let programs = executables
    return try failing { () throws(Diagnostic) in
      let known: [String: NDArray]
      switch parameters {
      case .prepared(let given): known = given
      case .raw(let raw):
        known = try prepare(programs[0].program.graph, parameters: raw, by: preparing)
      }
      return CompiledModel(
        graph: kept, parameters: known, executables: programs,
        meshExecutable: team == nil ? nil : try MeshExecutable(programs), fabric: fabric,
        target: backend, threads: threads, summary: summary)
    }
  }

  /// Returns the executables of all ranks, and those of the graphs that make parameters of raw ones:
  /// all are compiled together.
  private static func executables(
    _ graph: Graph, isSplit: Bool, _ parameters: Parameters, _ backend: any Backend, threads: Int
  ) throws(Failure) -> (ranks: [Executable], preparing: [Executable]) {
    try failing { () throws(Diagnostic) in
      var programs: [Program] = []
      if isSplit {
        for rank in 0..<(graph.mesh?.count ?? 1) {
          programs.append(try Program(try graph.localized(rank: rank)))
        }
      } else {
        programs.append(try Program(graph))
      }
      let ranks = programs.count
      if case .raw = parameters { programs += try graph.preparePrograms() }
      let all = try backend.compile(all: programs, threads: threads)
      return (Array(all[..<ranks]), Array(all[ranks...]))
    }
  }

  /// Throws where extents are asked for that text IR, which is fixed, has not.
  private static func check(
    _ shapes: [(name: String, extents: [Int])], fitFixed graph: Graph, _ path: String
  ) throws(Failure) {
    for (name, extents) in shapes {
      guard let type = graph.inputs.first(where: { $0.name == name })?.type else {
        throw Failure("--shape: '\(path)' has no input '\(name)'")
      }
      if type.extents != extents {
        throw Failure(
          "--shape: input '\(name)' of text IR is fixed to \(type), found \(extents)")
      }
    }
  }
}
