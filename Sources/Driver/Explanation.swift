import GraphRuntime
import Passes

/// The verb `explain`: how a model is split, what its ranks send, and which steps fall back.
public struct Explanation {
  /// A step that is computed by the op's definition.
  public struct Fallback: Codable, Sendable {
    /// The op.
    public let op: String
    /// The value that it makes.
    public let value: String
    /// The line of the model file.
    public let site: String?
  }

  /// Everything, for programs.
  public struct Document: Codable, Sendable {
    /// The distribution.
    public let partition: PartitionReport.Document
    /// How the mesh was chosen; nil where it was given.
    public let choice: MeshChoice?
    /// The steps of rank 0 that fall back.
    public let fallbacks: [Fallback]
    /// The prediction for more and more ranks; nil where no machine was named.
    public let scaling: ScalingCurve?
  }

  private let report: PartitionReport
  private let choice: MeshChoice?
  private let fallbacks: [Fallback]
  private let scaling: ScalingCurve?

  /// Explains a plan, or a model with the mesh of the options; a machine file adds a scaling curve.
  public init(_ source: ModelSource, _ options: CompileOptions, machine path: String?)
    throws(Failure)
  {
    let machine =
      if let path { try Distribution.machine(path) } else { try Self.machine(of: source) }
    let graph: Graph
    let backend: any Backend
    var (optimized, choice): (Graph?, MeshChoice?) = (nil, nil)
    if case .plan(let folder) = source {
      let plan = try Plan.read(folder)
      try plan.refuseFixed(options)
      graph = plan.graph
      backend = try Targets.backend(of: plan)
    } else {
      let traced = try Compilation.model(source, options).graph
      backend = try Targets.backend(options)
      let unsplit = try Compilation.optimized(
        try traced.keeping(outputs: options.outputs), for: backend,
        threads: options.threads ?? Processors.count)
      let distribution = try options.mesh.map { (mesh) throws(Failure) in
        try Distribution(of: unsplit, mesh)
      }
      graph = distribution?.graph ?? unsplit
      choice = distribution?.choice
      optimized = unsplit
    }
    if let rank = graph.rank {
      throw Failure("'\(graph.name)' is the part of rank \(rank), expected a graph of all ranks")
    }
    let ranks = graph.mesh?.count ?? 1
    report = PartitionReport(graph, CostModel(machine.shared(by: ranks)))
    self.choice = choice
    fallbacks = try Self.fallbacks(graph, backend)
    guard path != nil, let optimized else {
      scaling = nil
      return
    }
    scaling = ScalingCurve(
      optimized, upTo: ranks, machine: machine, allowGather: options.mesh?.allowGather ?? false)
  }

  /// Returns how one value is split, as text.
  public func value(named name: String) throws(Failure) -> ValueReport {
    try failing { () throws(Diagnostic) in try report.value(named: name) }
  }

  /// All of it, for programs.
  public var document: Document {
    Document(partition: report.document, choice: choice, fallbacks: fallbacks, scaling: scaling)
  }

  /// Returns the machine that chose a plan's mesh, or the built-in one.
  private static func machine(of source: ModelSource) throws(Failure) -> Machine {
    guard case .plan(let folder) = source, Files.exists("\(folder)/\(Plan.machineName)") else {
      return .builtIn
    }
    return try Distribution.machine("\(folder)/\(Plan.machineName)")
  }

  /// Returns the steps of the first rank that a backend has no code for.
  private static func fallbacks(_ graph: Graph, _ backend: any Backend) throws(Failure)
    -> [Fallback]
  {
    try failing { () throws(Diagnostic) in
      let local = graph.mesh == nil ? graph : try graph.localized(rank: 0)
      let executable = try backend.compile(try Program(local), threads: 1)
      let compiled = executable.program.graph
      return executable.fallbacks.map { fallback in
        Fallback(
          op: fallback.op, value: compiled.spelling(fallback.node),
          site: compiled[fallback.node].site.map { "\($0)" })
      }
    }
  }
}

extension Explanation: CustomStringConvertible {
  /// The report as text.
  public var description: String {
    let steps = fallbacks.map { fallback in
      (fallback.op, fallback.value + (fallback.site.map { " at \($0)" } ?? ""))
    }
    let table = Table(
      title: steps.isEmpty ? "no step falls back" : "steps computed by their definition",
      rows: steps)
    return
      ([choice?.description, report.description, table.description]
      + [scaling.map { "scaling, predicted\n\($0)" }]).compactMap(\.self).joined(separator: "\n")
  }
}
