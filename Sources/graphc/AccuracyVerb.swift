import ArgumentParser
import Driver

/// `graphc accuracy MODEL`
struct AccuracyVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accuracy",
    abstract: "Compares the outputs of a model with those in Double; exit code 4.",
    discussion: """
      The error of an output is the largest |ŷ − y| as a part of the largest |y|, where y is computed \
      in Double by the definition of each op.

      Example: graphc accuracy examples/fsrcnn_x3 --backend native --math fast
      """)

  @Argument(help: "The model.") var model: String
  @Option(name: .shortAndLong, help: "[name=]FILE of an input; by default random elements.")
  var input: [String] = []
  @Option(name: .shortAndLong, help: "The name of an output; by default all are compared.")
  var output: [String] = []
  @Flag(help: "Prints the figures as JSON.") var json = false
  @OptionGroup var options: ModelOptions

  func run() throws {
    let bindings = try input.map { try FileBinding($0, options: FileBinding.inputOptions) }
    var compileOptions = try options.compileOptions()
    compileOptions.outputs = output
    let accuracy = try Accuracy(try ModelSource(model), compileOptions, inputs: bindings)
    try StandardStreams.output(json ? JSONText.of(accuracy.results) : "\(accuracy)")
    if !accuracy.results.holds {
      throw Failure("an output is beyond the bound of the backend", code: .difference)
    }
  }
}
