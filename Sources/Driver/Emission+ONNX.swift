import Formats
import GraphRuntime
import ONNX
import Passes

extension Emission {
  /// Writes a model as ONNX, with the weights that the options name: as it was traced, or after all
  /// passes, where every node says where it comes from and how it is split.
  public static func writeONNX(
    _ model: TracedModel, isCompiled: Bool, _ options: CompileOptions, to path: String?
  ) throws(Failure) {
    guard let path else {
      throw Failure("--emit \(isCompiled ? "onnx:compiled" : "onnx") needs -o FILE.onnx")
    }
    let traced = model.graph
    let seeded = try failing { () throws(Diagnostic) in try traced.seeded(options.seed ?? 0) }
    let weights = try Weights.load(for: seeded, of: model, options)
    let export =
      isCompiled
      ? try compiled(seeded, weights, options)
      : try exporting { () throws(Diagnostics) in try ONNXExport(seeded, parameters: weights) }
    try reading { () throws(FormatError) in try export.write(to: path) }
  }

  /// Returns the graph after all passes, with what they found out; what is computed from parameters
  /// only is computed.
  private static func compiled(
    _ graph: Graph, _ weights: [String: NDArray], _ options: CompileOptions
  ) throws(Failure) -> ONNXExport {
    let backend = try Targets.named(options.backend ?? Targets.all[0].name)
    let threads = options.threads ?? Processors.count
    let optimized = try Compilation.optimized(graph)
    let parameters = try failing { () throws(Diagnostic) in
      try prepare(optimized, parameters: weights, backend: backend, threads: threads)
    }
    var metadata = [(key: "passes", value: Pipeline.inference.description)]
    var result = optimized
    if let mesh = options.mesh {
      let distribution = try Distribution(of: optimized, mesh)
      result = distribution.graph
      metadata = [
        ("passes", "\(Pipeline.inference),\(distribution.passes)"),
        ("mesh", result.mesh?.description ?? "1"), ("fabric", mesh.fabric),
      ]
    }
    var exportOptions = ONNXExport.Options()
    exportOptions.metadata = metadata
    exportOptions.merges = false
    exportOptions.valueMetadata = result.values.map { result.annotations($0) }
    let (final, told) = (result, exportOptions)
    return try exporting { () throws(Diagnostics) in
      try ONNXExport(final, parameters: parameters, told)
    }
  }

  private static func exporting(_ body: () throws(Diagnostics) -> ONNXExport) throws(Failure)
    -> ONNXExport
  {
    do throws(Diagnostics) {
      return try body()
    } catch {
      throw Failure(text: "\(error)")
    }
  }
}

extension Graph {
  /// Returns what passes found out about a value: the boxes of each rank as text spells them, why
  /// it is split so, and what travels where it is an exchange.
  fileprivate func annotations(_ value: Value) -> [(key: String, value: String)] {
    let node = self[value]
    var pairs: [(key: String, value: String)] = []
    if let placement = node.placement {
      func text(_ boxes: [Region]) -> String {
        boxes.map(\.description).joined(separator: " ")
      }
      pairs.append(("owned", text(placement.owned)))
      pairs.append(("held", text(placement.boxes)))
      if let origin = placement.origin { pairs.append(("origin", origin)) }
    }
    if node.op is Exchange {
      let messages = Messages(value, in: self)
      let size = node.type.elementType.byteCount
      let peers = messages.sends.enumerated().flatMap { rank, sends in
        sends.map { "\(rank) to \($0.rank): \($0.box.count * size)" }
      }
      pairs.append(("bytes", "\(messages.byteCount)"))
      pairs.append(("peers", peers.joined(separator: ", ")))
    }
    return pairs
  }
}
