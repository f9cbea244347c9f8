import Passes

/// The verb `list`: the explicit lists of the compiler.
public struct Listing {
  /// What can be listed.
  public enum Kind: String, CaseIterable, Sendable {
    /// Each is spelled as it is.
    case ops, passes, backends
  }

  private let title: [String]
  private let rows: [[String]]

  /// The list of a kind.
  public init(_ kind: Kind) {
    switch kind {
    case .ops:
      title = ["op", "attributes, with their plain values for two spatial dimensions"]
      let ops = AllOps.list.map { [$0.mnemonic, Self.attributes($0)] }
      rows =
        ops
        + ScalarFunction.all.map { row in
          let parameters = row.parameters.map { "\($0.name) = \($0.plain)" }.joined(separator: ", ")
          return [
            row.name,
            "pointwise, \(row.arity) operands" + (parameters.isEmpty ? "" : "; \(parameters)"),
          ]
        }
    case .passes:
      title = ["pass", "what it does"]
      rows = AllPasses.list.map { [$0.plain.description, $0.plain.summary] }
    case .backends:
      title = ["backend", "how steps compute"]
      rows = Targets.all.map { [$0.name, Targets.summary($0)] }
    }
  }

  /// The list in two columns, or as a Markdown table.
  public func text(markdown: Bool) -> String {
    if markdown {
      let lines = [title, ["---", "---"]] + rows
      return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
    let width = rows.map(\.[0].count).max() ?? 0
    return rows.map { row in
      row[0] + String(repeating: " ", count: width - row[0].count + 2) + row[1]
    }.joined(separator: "\n")
  }

  /// Returns the attributes of an op with their plain values.
  private static func attributes(_ op: any Op.Type) -> String { op.plainAttributes(rank: 4) }
}
