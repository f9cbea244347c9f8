import ArgumentParser

/// The command line: one file per verb.
struct Graphc: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graphc",
    abstract: "Compiles image networks and runs them on CPUs.",
    discussion: """
      A MODEL is a Swift file, a folder with 'model.swift', an '.onnx' or a '.gir' file; a PLAN is a folder \
      that 'compile' wrote.

      Example: graphc run examples/unet2d/model.swift --input x.npy --output y.npy
      """,
    version: "graphc 0.1.0",
    subcommands: [
      CompileVerb.self, RunVerb.self, CompareVerb.self, VerifyVerb.self, AccuracyVerb.self,
      ExplainVerb.self, OptVerb.self, BenchVerb.self, InspectVerb.self, ListVerb.self,
      CalibrateVerb.self,
      DoctorVerb.self, ONNXTestVerb.self,
    ])
}
