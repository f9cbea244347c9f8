import Formats
import ONNX

extension Emission {
  /// Writes a model as ONNX, with the weights that the options name: as it was traced, or after all
  /// passes.
  public static func writeONNX(
    _ model: TracedModel, isCompiled: Bool, _ options: CompileOptions, to path: String?
  ) throws(Failure) {
    guard let path else { throw Failure("--emit onnx writes a binary file; add -o FILE.onnx") }
    let traced = model.graph
    let seeded = try failing { () throws(Diagnostic) in try traced.seeded(options.seed ?? 0) }
    let weights = try Weights.load(for: seeded, of: model, options)
    let export: ONNXExport
    do throws(Diagnostics) {
      export = try ONNXExport(seeded, parameters: weights)
    } catch {
      throw Failure(text: "\(error)")
    }
    try reading { () throws(FormatError) in try export.write(to: path) }
  }
}
