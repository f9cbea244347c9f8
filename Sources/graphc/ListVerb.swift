import ArgumentParser
import Driver

/// `graphc list ops|passes|backends`
struct ListVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the ops, passes or backends.",
    discussion: "Example: graphc list passes --markdown")

  @Argument(help: "ops, passes or backends.") var kind: Listing.Kind
  @Flag(help: "Prints a Markdown table.") var markdown = false

  func run() throws { try StandardStreams.output(Listing(kind).text(markdown: markdown)) }
}

extension Listing.Kind: ExpressibleByArgument {}
