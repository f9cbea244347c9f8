import Formats
import ONNX

/// The verb `inspect`: what is in a file or plan.
public enum Inspection {
  /// Returns a description of a plan, a tensor file, an image or a volume.
  public static func describe(_ path: String) throws(Failure) -> String {
    guard Files.exists(path) else { throw Failure("no file or folder '\(path)'") }
    if Files.isFolder(path) || path.hasSuffix(".swift") || path.hasSuffix(".gir") {
      return try describe(model: path)
    }
    if path.hasSuffix(".onnx") { return try describe(onnx: path) }
    let items = try reading { () throws(FormatError) in try TensorFile.read(path: path) }
    if let item = items.first, item.name.isEmpty {
      var rows = [("type", type(item.array))] + statistics(item.array)
      if let header = item.geometry { rows.append(("geometry", header.description)) }
      return Table(title: path, rows: rows).description
    }
    let count = items.reduce(0) { $0 + $1.array.count }
    return Table(
      title: "\(path): \(items.count) tensors, \(Decimals.grouped(count)) elements",
      rows: items.map { ($0.name, type($0.array)) }
    ).description
  }

  /// Returns a description of a model or plan.
  private static func describe(model path: String) throws(Failure) -> String {
    let source = try ModelSource(path)
    var rows: [(String, String)] = []
    let graph: Graph
    if case .plan(let folder) = source {
      let plan = try Plan.read(folder)
      graph = plan.graph
      rows.append(("backend", plan.manifest.backend))
      rows.append(("threads", "\(plan.manifest.threads)"))
      rows.append(("parameters", Decimals.grouped(plan.manifest.summary.parameterCount)))
      rows.append(("predicted peak memory", ByteCount.text(plan.manifest.summary.peakByteCount)))
    } else {
      graph = try Compilation.model(source, CompileOptions()).graph
      rows.append(("parameters", Decimals.grouped(graph.parameterCount)))
      rows.append(("GFLOP", Decimals.text(Double(graph.flops) / 1e9, 3)))
    }
    rows += graph.inputs.map { ("input \($0.name)", "\($0.type)") }
    rows += graph.outputs.map { ("output \($0.name)", "\(graph[$0.value].type)") }
    return Table(title: graph.name, rows: rows).description
  }

  /// Returns a description of an ONNX file, whether or not it can be imported.
  private static func describe(onnx path: String) throws(Failure) -> String {
    let model = try failing { () throws(Diagnostic) in try ONNXModel(path: path) }
    let rows =
      [
        ("operator sets", model.operatorSets.joined(separator: ", ")),
        ("written by", model.producer),
        ("elements of initialisers", Decimals.grouped(model.initializerCount)),
      ] + model.inputs.map { ("input \($0.name)", "\($0)") }
      + model.declaredOutputs.map { ("output \($0.name)", "\($0)") }
      + model.operatorCounts.map { ($0.name, "\($0.count)") }
    return Table(title: model.name.isEmpty ? path : model.name, rows: rows).description
  }

  /// Returns the type of an array as text IR spells it.
  private static func type(_ array: NDArray) -> String {
    "\(TensorType(array.elementType, array.extents))"
  }

  /// Returns rows on the finite elements; none where there are none.
  private static func statistics(_ array: NDArray) -> [(String, String)] {
    let values = array.asDoubles()
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return [] }
    let mean = finite.reduce(0, +) / Double(finite.count)
    var rows = [("minimum", "\(low)"), ("maximum", "\(high)"), ("mean", "\(mean)")]
    if finite.count < values.count {
      rows.append(("not finite", Decimals.grouped(values.count - finite.count)))
    }
    return rows
  }
}
