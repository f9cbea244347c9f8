extension Conformance {
  /// Results in numbers, by group.
  public struct Counts: CustomStringConvertible, Sendable {
    /// Each group with the numbers of passed, failed and refused tests, by name.
    public let groups: [(name: String, passed: Int, failed: Int, refused: Int)]

    /// Counts results.
    public init(_ results: [Result]) {
      var counts: [String: (Int, Int, Int)] = [:]
      for result in results {
        var count = counts[result.group] ?? (0, 0, 0)
        switch result.outcome {
        case .passed: count.0 += 1
        case .failed: count.1 += 1
        case .refused: count.2 += 1
        }
        counts[result.group] = count
      }
      groups = counts.sorted { $0.key < $1.key }.map {
        ($0.key, $0.value.0, $0.value.1, $0.value.2)
      }
    }

    /// The numbers of all groups together.
    public var total: (passed: Int, failed: Int, refused: Int) {
      groups.reduce(into: (0, 0, 0)) { total, group in
        total.0 += group.passed
        total.1 += group.failed
        total.2 += group.refused
      }
    }

    /// A table with a line for each group, and one for all.
    public var description: String {
      let rows = groups.map { ($0.name, Self.text($0.passed, $0.failed, $0.refused)) }
      return Table(
        title: "passed, failed, refused",
        rows: rows + [("all", Self.text(total.passed, total.failed, total.refused))]
      ).description
    }

    private static func text(_ passed: Int, _ failed: Int, _ refused: Int) -> String {
      [passed, failed, refused].map { number in
        let text = String(number)
        return String(repeating: " ", count: max(6 - text.count, 0)) + text
      }.joined()
    }
  }
}

extension Conformance.Result: CustomStringConvertible {
  /// The outcome and the name, with the reason on lines of their own.
  public var description: String {
    switch outcome {
    case .passed: "passed  \(name)"
    case .failed(let reason): "FAILED  \(name)\n  \(reason)"
    case .refused(let reason): "refused \(name)\n  \(reason)"
    }
  }
}
