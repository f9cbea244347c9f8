import ArgumentParser
import Driver

/// `graphc calibrate -o machine.json`
struct CalibrateVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate", abstract: "Measures this machine for the cost model.",
    discussion: "Example: graphc calibrate -o machine.json")

  @Option(name: [.short, .customLong("output")], help: "The file; by default standard output.")
  var output: String?

  func run() throws {
    let machine = try Calibration.machine()
    guard let output else { return try StandardStreams.output(JSONText.of(machine)) }
    try Calibration.write(machine, to: output)
  }
}
