import GraphIR

extension Pipeline {
  /// What a run did.
  public struct Report: Sendable {
    /// The passes that ran, in order.
    public internal(set) var steps: [Step] = []

    /// What one pass did.
    public struct Step: Sendable {
      /// The pass as pipelines spell it.
      public let pass: String
      /// How long the pass took.
      public let duration: Duration
      /// How long it took to verify its result.
      public let verification: Duration
      /// The number of nodes of its result.
      public let nodeCount: Int
      /// `true` iff the result differs from the operand by more than names and places.
      public let isChanged: Bool
    }

    /// The time of each pass and of all, a line each, in milliseconds.
    public var timing: String {
      var text = Self.row("pass ms", "verify ms", "nodes", "changed", "pass")
      for step in steps {
        text += Self.row(
          Self.milliseconds(step.duration), Self.milliseconds(step.verification),
          "\(step.nodeCount)", step.isChanged ? "yes" : "no", step.pass)
      }
      let total = steps.reduce((Duration.zero, Duration.zero)) {
        ($0.0 + $1.duration, $0.1 + $1.verification)
      }
      return text
        + Self.row(Self.milliseconds(total.0), Self.milliseconds(total.1), "", "", "total")
    }

    private static func row(_ columns: String..., separator: String = "  ") -> String {
      let cells = columns.dropLast().map {
        String(repeating: " ", count: max(0, 9 - $0.count)) + $0
      }
      return (cells + columns.suffix(1)).joined(separator: separator) + "\n"
    }

    private static func milliseconds(_ duration: Duration) -> String {
      let (seconds, attoseconds) = duration.components
      let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
      let fraction = String(microseconds % 1000)
      return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count)
        + fraction
    }
  }

  /// Why a run ended early.
  public struct Failure: Error, CustomStringConvertible {
    /// The error; its message starts with the name of the pass.
    public let diagnostic: Diagnostic
    /// The pass that failed; nil where the graph was wrong before the first.
    public let pass: String?
    /// `true` iff the compiler is wrong: the result of a pass does not verify.
    public let isBug: Bool
    /// A file that shows the failure again: the graph before the pass, as text with sites and data,
    /// behind a comment `// RUN: ` with the pipeline to run on it.
    public let reproducer: String?

    /// The diagnostic.
    public var description: String { diagnostic.description }
  }
}

extension Pipeline.Failure {
  /// The failure of a pass on a graph.
  init(_ error: Diagnostic, in pass: Pass, of graph: Graph, isBug: Bool) {
    let reason = isBug ? "made a graph that breaks a rule: " : ""
    let message = "\(pass.name): \(reason)\(error.message)"
    self.init(
      diagnostic: Diagnostic(message, at: error.site, notes: error.notes), pass: pass.description,
      isBug: isBug,
      reproducer: "// RUN: \(pass)\n// error: \(message.replacing("\n", with: " "))\n"
        + Printer.text(graph, .init(sites: true)))
  }
}
