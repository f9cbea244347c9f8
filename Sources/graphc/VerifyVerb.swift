import ArgumentParser
import Driver

/// `graphc verify MODEL --mesh M`
struct VerifyVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compares every value of a model on a mesh with the unsplit one; exit code 4.",
    discussion: "Example: graphc verify examples/fsrcnn_x3 --mesh 2x2 --backend reference")

  @Argument(help: "The model.") var model: String
  @Option(name: .shortAndLong, help: "[name=]FILE of an input; by default random elements.")
  var input: [String] = []
  @Flag(help: "Prints the figures as JSON.") var json = false
  @OptionGroup var options: ModelOptions

  func run() throws {
    let bindings = try input.map { try FileBinding($0, options: FileBinding.inputOptions) }
    let verification = try Verification(
      try ModelSource(model), try options.compileOptions(), inputs: bindings)
    try StandardStreams.output(
      json ? JSONText.of(verification.results) : "\(verification)")
    if !verification.results.holds {
      throw Failure("the results on the mesh differ from the unsplit ones", code: .difference)
    }
  }
}
