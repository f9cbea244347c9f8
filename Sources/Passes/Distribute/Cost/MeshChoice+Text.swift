import GraphIR

extension MeshChoice {
  /// Returns what makes the best mesh better than the next: the largest part of the difference.
  static func reason(_ best: Candidate, _ next: Candidate?, _ machine: Machine) -> String {
    guard let cost = best.cost else { return "" }
    let chosen = "\(best.request.spelling) is predicted to take \(Seconds.text(cost.seconds))"
    guard let next, let other = next.cost else {
      return chosen + "; no other mesh can be taken"
    }
    let lead = "\(chosen), the runner-up \(next.request.spelling) \(Seconds.text(other.seconds)): "
    let machine = machine.shared(by: cost.ranks.count)
    let differences: [(seconds: Double, text: String)] = [
      (
        other.computeSeconds - cost.computeSeconds,
        "its slowest rank computes \(Seconds.text(cost.computeSeconds)) and not "
          + "\(Seconds.text(other.computeSeconds)) (imbalance "
          + "\(Decimals.text(cost.imbalance, 3)) and \(Decimals.text(other.imbalance, 3)))"
      ),
      (
        Double(other.largestByteCount - cost.largestByteCount) / (machine.messageBandwidth * 1e9),
        "at most \(ByteCount.text(cost.largestByteCount)) travel into a rank and not "
          + ByteCount.text(other.largestByteCount)
      ),
      (
        Double(other.largestMessageCount - cost.largestMessageCount) * machine.messageLatency,
        "a rank receives at most \(cost.largestMessageCount) messages and not "
          + "\(other.largestMessageCount)"
      ),
    ]
    let largest = differences.max { $0.seconds < $1.seconds }
    guard let largest, largest.seconds > 0 else {
      return lead + "they differ in nothing but the order of the dimensions"
    }
    return lead + largest.text
  }

  /// The candidates as a table, the best first.
  public var table: String {
    var table = TextTable(
      "mesh", "cuts", "time ", "computing ", "imbalance ", "bytes ", "messages ", "memory ", "")
    for candidate in candidates {
      let cuts = candidate.request.cuts.map(\.description).joined(separator: " ")
      let figures =
        candidate.cost.map { cost in
          [
            Seconds.text(cost.seconds), Seconds.text(cost.computeSeconds),
            Decimals.text(cost.imbalance, 3), Decimals.grouped(cost.byteCount),
            Decimals.grouped(cost.messageCount), ByteCount.text(cost.peakByteCount),
          ]
        } ?? .init(repeating: "", count: 6)
      table.rows.append(
        [candidate.request.spelling, cuts.isEmpty ? "even" : cuts] + figures
          + [candidate.refusal ?? ""])
    }
    return table.description
  }
}

extension MeshChoice: CustomStringConvertible {
  /// The reason, then all candidates.
  public var description: String { reason + "\n" + table }
}

extension MeshRequest {
  /// The mesh as pipelines spell it: `d2xh2xw1`.
  public var spelling: String { axes.map(\.description).joined(separator: "x") }
}

extension PartitionCost {
  /// The bytes that the rank with the most receives.
  fileprivate var largestByteCount: Int {
    ranks.reduce(0) { max($0, $1.receivedByteCount) }
  }
  /// The messages that the rank with the most receives.
  fileprivate var largestMessageCount: Int { ranks.reduce(0) { max($0, $1.messageCount) } }
}
