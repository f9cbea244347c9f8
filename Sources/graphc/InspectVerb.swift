import ArgumentParser
import Driver

/// `graphc inspect FILE`
struct InspectVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Shows what is in a plan, model, array, image or volume.",
    discussion: """
      Example: graphc inspect weights.safetensors
      With --match, a weights file is compared with a model: graphc inspect weights.safetensors \
      --match model.swift
      """)

  @Argument(help: "The file or folder.") var file: String
  @Option(help: "A model whose parameters the weights file should have.") var match: String?
  @Option(help: "Rewrites names in the weights file: from=to rules on prefixes, by commas.")
  var map = ""

  func run() throws {
    guard let match else {
      return try StandardStreams.output(try Inspection.describe(file))
    }
    let report = try WeightMatch(model: match, weights: file, map: map)
    try StandardStreams.output("\(report)")
    if !report.isComplete { throw Failure("'\(file)' does not fit '\(match)'") }
  }
}
