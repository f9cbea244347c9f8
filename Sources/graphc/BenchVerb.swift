import ArgumentParser
import Driver

/// `graphc bench PLAN`
struct BenchVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Times a model or plan on random or given input.",
    discussion: "Example: graphc bench examples/unet2d/model.swift --runs 10 --threads 2")

  @Argument(help: "The plan or model.") var plan: String
  @Option(help: "The number of timed runs.") var runs = 5
  @Option(name: .shortAndLong, help: "[name=]FILE of an input; may be repeated.")
  var input: [String] = []
  @Flag(help: "Prints the figures as JSON.") var json = false
  @OptionGroup var options: ModelOptions

  func run() throws {
    if runs < 1 { throw Failure("--runs is \(runs), expected 1 or more") }
    let bindings = try input.map { try FileBinding($0, options: FileBinding.inputOptions) }
    let figures = try Benchmark.run(
      try ModelSource(plan), try options.compileOptions(), runs: runs, inputs: bindings)
    try StandardStreams.output(json ? JSONText.of(figures.figures) : "\(figures)")
  }
}
