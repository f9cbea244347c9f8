import BLASBackend
import GraphRuntime
import Passes
import ReferenceBackend

/// The backends by name.
public enum Targets {
  /// All backends, the default first.
  public static let all: [any Backend] = [BLASBackend(), ReferenceBackend()]

  /// Returns what a backend does, in a line.
  static func summary(_ backend: any Backend) -> String {
    backend is ReferenceBackend
      ? "interprets the definition of each op" : "matrix products of a CBLAS library, in f32"
  }

  /// Returns the backend of a name.
  public static func named(_ name: String) throws(Failure) -> any Backend {
    for backend in all where backend.name == name { return backend }
    let names = all.map(\.name).joined(separator: ", ")
    throw Failure("unknown backend '\(name)', expected one of \(names)")
  }
}

/// What a user may choose when a model is compiled.
public struct CompileOptions: Sendable {
  /// How steps compute; nil for the default, or for what the plan fixed.
  public var backend: String?
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
  /// The outputs that are kept; empty for all.
  public var outputs: [String] = []
  /// How model files are built.
  public var loader = ModelLoader.Options()

  /// The default options.
  public init() {}

  /// The largest number of threads that may be asked for.
  public static let maxThreads = 1024
}

/// A graph that is ready to run, with its parameters.
public struct CompiledModel: Sendable {
  /// The graph after all passes.
  public let graph: Graph
  /// The values of its parameters.
  public let parameters: [String: NDArray]
  /// What computes it.
  public let executable: Executable
  /// The name of the backend.
  public let backend: String
  /// The number of threads.
  public let threads: Int
  /// The model in numbers.
  public let summary: Summary
}

extension CompiledModel {
  /// Returns memory and threads to run it; throws where the machine has too little.
  func makeSession() throws(Failure) -> Session {
    try PhysicalMemory.check(summary.peakByteCount, for: summary.name)
    return try failing { () throws(Diagnostic) in
      try executable.makeSession(parameters: parameters)
    }
  }
}

/// Compiles models and loads plans.
public enum Compilation {
  /// Returns the model as it was traced or written, without any pass.
  public static func graph(_ source: ModelSource, _ options: CompileOptions) throws(Failure)
    -> Graph
  {
    switch source {
    case .swift(let path): return try ModelLoader(options.loader).graph(of: path)
    case .text(let path):
      let graph = try failing { () throws(Diagnostic) in
        try Parser.graph(try Files.text(path), file: path)
      }
      try check(options.loader.shapes, fitFixed: graph, path)
      return graph
    case .plan(let path): return try Plan.read(path).graph
    }
  }

  /// Compiles a graph with its parameters.
  public static func compile(_ traced: Graph, _ options: CompileOptions) throws(Failure)
    -> CompiledModel
  {
    let backend = try Targets.named(options.backend ?? Targets.all[0].name)
    let threads = options.threads ?? Processors.count
    let pruned = try traced.keeping(outputs: options.outputs)
    let seeded = try failing { () throws(Diagnostic) in try pruned.seeded(options.seed ?? 0) }
    let optimized = try optimized(seeded)
    let raw = try Weights.load(for: seeded, of: traced, options)
    let parameters = try failing { () throws(Diagnostic) in
      try prepare(optimized, parameters: raw, backend: backend, threads: threads)
    }
    return try finish(
      optimized, parameters, backend, threads,
      Summary(traced: pruned, optimized), options)
  }

  /// Makes a plan's model ready; options that compile has fixed are refused.
  public static func load(_ plan: Plan, _ options: CompileOptions) throws(Failure) -> CompiledModel
  {
    try plan.refuseFixed(options)
    let backend = try Targets.named(plan.manifest.backend)
    let threads = min(options.threads ?? plan.manifest.threads, CompileOptions.maxThreads)
    var parameters = plan.parameters
    if options.weights != nil {
      let raw = try Weights.load(for: plan.graph, of: plan.graph, options)
      parameters = try failing { () throws(Diagnostic) in
        try prepare(plan.graph, parameters: raw, backend: backend, threads: threads)
      }
    }
    return try finish(
      try plan.graph.keeping(outputs: options.outputs), parameters, backend, threads,
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

  /// Returns the model ready to run; throws where it needs more memory than allowed.
  private static func finish(
    _ graph: Graph, _ parameters: [String: NDArray], _ backend: any Backend, _ threads: Int,
    _ summary: Summary, _ options: CompileOptions
  ) throws(Failure) -> CompiledModel {
    let executable = try failing { () throws(Diagnostic) in
      try backend.compile(try Program(graph), threads: threads)
    }
    var summary = summary
    summary.peakByteCount = executable.peakByteCount
    if let budget = options.memory, summary.peakByteCount > budget {
      throw Failure(
        "needs \(ByteCount.text(summary.peakByteCount)) but the memory budget is "
          + "\(ByteCount.text(budget)); the smallest that works is --memory "
          + "\(ByteCount.argument(summary.peakByteCount))", code: .budget)
    }
    return CompiledModel(
      graph: graph, parameters: parameters, executable: executable, backend: backend.name,
      threads: threads, summary: summary)
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
