import GraphRuntime
import Passes
import ReferenceBackend

/// The verb `verify`: a model on a mesh against the same model unsplit, value by value.
public struct Verification {
  /// How a value on the mesh differs from the unsplit one.
  public struct Figures: Encodable, Sendable {
    /// The name in text IR.
    public let value: String
    /// The op that makes it.
    public let op: String
    /// The type.
    public let type: String
    /// The line of the model file.
    public let site: String?
    /// The largest distance in representable values.
    public let max_ulp: UInt64
    /// The largest absolute difference.
    public let max_absolute: Double
    /// The largest magnitude of the unsplit value.
    public let max_reference: Double
    /// The number of elements that differ.
    public let differing: Int
    /// `true` iff the value keeps what the backend promises.
    public let within: Bool
  }

  /// The results, under the keys of `--json`.
  public struct Results: Encodable, Sendable {
    /// The fabric and the ranks.
    public let mesh: String
    /// The backend.
    public let backend: String
    /// What the backend promises.
    public let promise: String
    /// The bytes that ranks should send by the plan.
    public let predicted_bytes: Int
    /// The bytes that ranks did send.
    public let counted_bytes: Int
    /// The values in order.
    public let values: [Figures]
    /// The first value that differs at all; nil where none does.
    public let first_difference: String?
    /// `true` iff all values keep the promise, and the bytes are as predicted.
    public let holds: Bool
  }

  /// What was found.
  public let results: Results

  /// The most bytes of values that are compared in one run.
  private static let groupByteCount = 1 << 30
  /// The largest difference that a backend which sums in another order on a mesh promises, as a part
  /// of the largest magnitude of a value.
  fileprivate static let tolerance = 1e-4

  /// Runs a model unsplit and on the mesh of the options, on the files or on random inputs.
  public init(_ source: ModelSource, _ options: CompileOptions, inputs: [FileBinding])
    throws(Failure)
  {
    guard let mesh = options.mesh else { throw Failure("verify needs --mesh") }
    if case .plan(let path) = source {
      throw Failure("'\(path)' is a plan; verify takes the model that it was compiled from")
    }
    var unsplit = options
    unsplit.mesh = nil
    let loaded = try LoadedModel(source, unsplit)
    let files = try InputFile.bound(inputs, to: loaded.interface)
    let model = try loaded.model(for: files, outputs: options.outputs)
    let backend = model.target
    var observing = options
    observing.outputs = []
    var figures: [Figures] = []
    var meshText = "1"
    var (predicted, counted) = (0, 0)
    for group in Self.groups(model.graph) {
      let observed = try model.graph.observing(group)
      let values = try Benchmark.inputs(of: observed, files)
      let distribution = try Distribution(of: observed, mesh)
      /// Returns what runs a graph with the model's parameters.
      func session(_ graph: Graph, _ fabric: String?) throws(Failure) -> any SessionProtocol {
        var compiled = try Compilation.finish(
          graph, .prepared(model.parameters), backend, model.threads, fabric, model.summary,
          observing)
        return try compiled.makeSession()
      }
      let (single, split) = (
        try session(observed, nil), try session(distribution.graph, mesh.fabric)
      )
      let expected = try failing { () throws(Diagnostic) in try single.run(values) }
      let found = try failing { () throws(Diagnostic) in try split.run(values) }
      counted += (split as? MeshSession)?.traffic.byteCount ?? 0
      predicted += distribution.graph.exchanges.reduce(0) {
        $0 + Messages($1, in: distribution.graph).byteCount
      }
      meshText = distribution.graph.mesh.map { "\(mesh.fabric):\($0)" } ?? "1"
      for value in group {
        let name = model.graph.spelling(value)
        guard let left = found[name], let right = expected[name] else {
          throw Failure("value '\(name)' was not computed", code: .bug)
        }
        figures.append(Figures(value, in: model.graph, left, right, isExact: backend.isExact))
      }
    }
    results = Results(
      mesh: meshText, backend: model.backend, promise: backend.promise, predicted_bytes: predicted,
      counted_bytes: counted, values: figures,
      first_difference: figures.first { $0.differing > 0 }?.value,
      holds: predicted == counted && figures.allSatisfy(\.within))
  }

  /// Returns the computed values in groups that are observed in one run.
  private static func groups(_ graph: Graph) -> [[Value]] {
    var groups: [[Value]] = []
    var byteCount = 0
    for value in graph.values where !(graph[value].op is any Leaf) {
      let size = graph[value].type.byteCount
      if groups.isEmpty || byteCount + size > groupByteCount {
        groups.append([])
        byteCount = 0
      }
      groups[groups.count - 1].append(value)
      byteCount += size
    }
    return groups
  }
}

extension Backend {
  /// What holds of results on a mesh, for people.
  fileprivate var promise: String {
    isExact
      ? "the same bits"
      : "differences within \(Verification.tolerance) of the largest magnitude of each value"
  }
}

extension Verification.Figures {
  /// The figures of a value.
  fileprivate init(
    _ value: Value, in graph: Graph, _ found: NDArray, _ expected: NDArray, isExact: Bool
  ) {
    let node = graph[value]
    let comparison = Comparison(found, to: expected)
    self.init(
      value: graph.spelling(value), op: AllOps.spelling(node.op), type: "\(node.type)",
      site: node.site.map { "\($0)" }, max_ulp: comparison.maxULP,
      max_absolute: comparison.maxAbsolute.isFinite
        ? comparison.maxAbsolute : .greatestFiniteMagnitude,
      max_reference: comparison.maxReference, differing: comparison.differing,
      within: isExact
        ? comparison.differing == 0 && found.isBitwiseEqual(to: expected)
        : comparison.isWithin(absolute: 0, relative: Verification.tolerance))
  }
}

extension NDArray {
  /// `true` iff all bits are equal, where all NaNs are.
  fileprivate func isBitwiseEqual(to other: NDArray) -> Bool {
    if self == other { return true }
    return zip(asDoubles(), other.asDoubles()).allSatisfy {
      $0.isNaN && $1.isNaN || $0.bitPattern == $1.bitPattern
    }
  }
}

extension Graph {
  /// Returns the graph with the given values as its only outputs, named as text spells them.
  fileprivate func observing(_ values: [Value]) throws(Failure) -> Graph {
    try failing { () throws(Diagnostic) in
      var observed = Graph(name: name)
      observed.prepare = prepare
      for node in nodes {
        try observed.append(node.op, node.operands, name: node.name, at: node.site)
      }
      for value in values { observed.output(spelling(value), value) }
      return try Pass.eliminateDeadCode.run(observed)
    }
  }
}

extension Verification: CustomStringConvertible {
  /// A line for each value that differs, and what holds of all.
  public var description: String {
    let differing = results.values.filter { $0.differing > 0 }
    let lines = differing.map { value in
      (
        value.value,
        "\(value.op) : \(value.type) max ULP \(value.max_ulp), max absolute "
          + "\(value.max_absolute) of \(value.max_reference), \(value.differing) elements"
          + (value.within ? "" : " BEYOND THE PROMISE") + (value.site.map { " at \($0)" } ?? "")
      )
    }
    let rows = [
      ("values", "\(results.values.count)"),
      ("same bits", "\(results.values.count - differing.count)"),
      ("first difference", results.first_difference ?? "none"),
      ("max ULP", "\(results.values.map(\.max_ulp).max() ?? 0)"),
      ("bytes predicted", Decimals.grouped(results.predicted_bytes)),
      ("bytes counted", Decimals.grouped(results.counted_bytes)),
      ("promise", results.promise + (results.holds ? ": holds" : ": BROKEN")),
    ]
    let title = "\(results.mesh) with \(results.backend), against one rank"
    return (lines.isEmpty ? "" : Table(title: "differing values", rows: lines).description + "\n")
      + Table(title: title, rows: rows).description
  }
}
