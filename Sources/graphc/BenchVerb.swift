import ArgumentParser
import Driver

/// `graphc bench PLAN`
struct BenchVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Times a model or plan on random or given input.",
    discussion: """
      With --interactive it waits for a line of standard input before each run and answers with the \
      milliseconds, {"ms": 12.5}, so that a program can time it and others in turn; the figures \
      follow at the end of the input.

      Example: graphc bench examples/unet2d/model.swift --runs 10 --threads 2
      """)

  @Argument(help: "The plan or model.") var plan: String
  @Option(help: "The number of timed runs.") var runs = 5
  @Option(name: .shortAndLong, help: "[name=]FILE of an input; may be repeated.")
  var input: [String] = []
  @Option(name: .shortAndLong, help: "[name=]FILE of an output; others are not computed.")
  var output: [String] = []
  @Flag(help: "Runs once for each line of standard input.") var interactive = false
  @Flag(help: "Prints the figures as JSON.") var json = false
  @OptionGroup var options: ModelOptions

  func run() throws {
    if runs < 1 { throw Failure("--runs is \(runs), expected 1 or more") }
    var request = Benchmark.Request()
    request.runs = runs
    request.isInteractive = interactive
    request.inputs = try input.map { try FileBinding($0, options: FileBinding.inputOptions) }
    request.outputs = try output.map { try FileBinding($0, options: FileBinding.outputOptions) }
    let figures = try Benchmark.run(try ModelSource(plan), try options.compileOptions(), request)
    try StandardStreams.output(json ? JSONText.of(figures.figures) : "\(figures)")
  }
}
