import ArgumentParser
import Driver

/// `graphc compile MODEL -o PLAN`
struct CompileVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile", abstract: "Compiles a model into a plan.",
    discussion: "Example: graphc compile examples/unet3d/model.swift -o unet3d.graphc")

  @Argument(help: "The model.") var model: String
  @Option(name: [.short, .customLong("output")], help: "The plan's folder, or the file of --emit.")
  var output: String?
  @Option(
    help:
      """
      Writes that instead of a plan: gir (after all passes), traced (before them), local:RANK, \
      dot, onnx (before them, with weights), onnx:compiled (after them), library (a shared object \
      and a header in C), c (what that is built from).
      """
  )
  var emit: String?
  @Flag(help: "Prints the table as JSON.") var json = false
  @OptionGroup var options: ModelOptions

  func run() throws {
    let compileOptions = try options.compileOptions()
    let kind = try emit.map { try Emission.Kind(parsing: $0) }
    let source = try ModelSource(model)
    if case .plan = source {
      throw Failure("'\(model)' is a plan already; compile takes a model")
    }
    let traced = try Compilation.model(source, compileOptions)
    switch kind {
    case .onnx, .compiledONNX:
      return try Emission.writeONNX(
        traced, isCompiled: kind == .compiledONNX, compileOptions, to: output)
    case .library: return try Emission.writeLibrary(traced, compileOptions, to: output)
    case .c: return try Emission.writeC(traced, compileOptions, to: output)
    case .some(let kind):
      let text = try Emission.text(kind, traced.graph, compileOptions)
      return try Emission.write(text, to: output)
    case nil: break
    }
    let compiled = try Compilation.compile(traced, compileOptions)
    if let output {
      try Plan.write(
        compiled, seed: options.seed ?? 0, machine: options.mesh == nil ? nil : options.machine,
        to: output)
    }
    try StandardStreams.output(
      json ? JSONText.of(compiled.summary) : "\(compiled.summary)")
  }
}
