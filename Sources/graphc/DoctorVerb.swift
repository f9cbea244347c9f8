import ArgumentParser
import Driver

/// `graphc doctor`
struct DoctorVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Shows what the machine offers and what to install.",
    discussion: "Example: graphc doctor")

  func run() throws {
    let doctor = Doctor()
    try StandardStreams.output("\(doctor)")
    if !doctor.isComplete { throw Failure("something is missing, see above") }
  }
}
