import ArgumentParser
import Driver

/// `graphc compare A B`
struct CompareVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compares two arrays; exit code 4 beyond the bounds.",
    discussion: """
      An element is within the bounds where |a − b| ≤ atol + rtol·|b|, or where a and b are at \
      most ulp representable values apart.

      Example: graphc compare y.npy expected.npy --atol 1e-4
      """)

  @Argument(help: "The array under test.") var a: String
  @Argument(help: "The reference.") var b: String
  @Option(help: "The relative bound.") var rtol = 0.0
  @Option(help: "The absolute bound.") var atol = 0.0
  @Option(help: "The bound in representable values.") var ulp: UInt64 = 0
  @Option(help: "The absolute bound as a part of the largest |b|.") var rtolMax = 0.0
  @Option(help: "The part of the elements that must be within the bounds.") var agreement = 1.0
  @Option(help: "Asks for this Dice coefficient of the non-zero elements instead of the bounds.")
  var dice: Double?
  @Flag(help: "Prints the figures as JSON.") var json = false

  func run() throws {
    var bounds = ArrayComparison.Bounds()
    (bounds.relative, bounds.absolute, bounds.ulps) = (rtol, atol, ulp)
    (bounds.relativeToMax, bounds.agreement, bounds.dice) = (rtolMax, agreement, dice)
    try bounds.check()
    let comparison = try ArrayComparison(a, b, bounds)
    try StandardStreams.output(json ? JSONText.of(comparison) : "\(comparison)")
    if !comparison.isWithin {
      throw Failure(
        "\(comparison.beyond) elements are beyond the bounds", code: .difference)
    }
  }
}
