import ArgumentParser
import Driver

/// `graphc opt FILE.gir --passes …`
struct OptVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "opt", abstract: "Runs passes over text IR, to text IR.",
    discussion: "Example: graphc opt net.gir --passes 'simplify,fold-constants{limit=64}' --timing")

  @Argument(help: "The graph as text IR.") var file: String
  @Option(help: "The passes, separated by commas, with options in braces.")
  var passes: String?
  @Option(help: "Prints the graph after all passes, those that change it, or one: all|change|PASS.")
  var printAfter: String?
  @Option(help: "Stops after this many passes.") var stopAfter: Int?
  @Flag(help: "Prints the time of each pass on standard error.") var timing = false
  @Option(help: "Prints the graph of this rank of a partitioned graph.") var rank: Int?
  @Option(name: .shortAndLong, help: "The file to write; by default standard output.")
  var output: String?

  func run() throws {
    let result = try Optimization.run(
      file, passes: passes, printAfter: printAfter, stopAfter: stopAfter, timing: timing,
      rank: rank)
    try Emission.write(result, to: output)
  }
}
