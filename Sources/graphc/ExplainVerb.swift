import ArgumentParser
import Driver

/// `graphc explain PLAN [VALUE]`
struct ExplainVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows how a model is split, what ranks send, and which steps fall back.",
    discussion: """
      With a machine file, which may be of another machine, the time on more and more ranks is \
      predicted, too.

      Example: graphc explain examples/unet3d --mesh 2x2x2
      """)

  @Argument(help: "The plan or model.") var plan: String
  @Argument(help: "A value, to see only its boxes, its messages and why.") var value: String?
  @Flag(help: "Prints everything as JSON.") var json = false
  @OptionGroup var options: ModelOptions

  func run() throws {
    let explanation = try Explanation(
      try ModelSource(plan), try options.compileOptions(takesMachine: true),
      machine: options.machine)
    if let value {
      let report = try explanation.value(named: value)
      return try StandardStreams.output(json ? JSONText.of(report) : "\(report)")
    }
    try StandardStreams.output(json ? JSONText.of(explanation.document) : "\(explanation)")
  }
}
