import GraphIR

/// What a partitioned graph sends and needs, in numbers and in words.
public struct PartitionReport: Sendable {
  /// The figures of the whole plan.
  public struct Summary: Hashable, Codable, Sendable {
    /// The name of the model.
    public let name: String
    /// The mesh: `h2xw2`.
    public let mesh: String
    /// The number of ranks.
    public let ranks: Int
    /// The machine that the times are of.
    public let machine: String
    /// The predicted seconds of a run.
    public let seconds: Double
    /// The seconds in which the slowest rank computes.
    public let computeSeconds: Double
    /// The computing of the slowest rank over the mean.
    public let imbalance: Double
    /// The number of exchanges.
    public let exchangeCount: Int
    /// The number of messages.
    public let messageCount: Int
    /// The bytes of all messages.
    public let byteCount: Int
    /// The bytes that the rank with the most needs.
    public let peakByteCount: Int
  }

  /// A program's view of a report.
  public struct Document: Hashable, Codable, Sendable {
    /// The figures of the whole plan.
    public let summary: Summary
    /// What each rank takes.
    public let ranks: [PartitionCost.Rank]
    /// The exchanges in the order in which they run.
    public let exchanges: [ExchangeReport]
    /// The values that are computed, in order.
    public let values: [ValueReport]
  }

  /// The figures of the whole plan.
  public let summary: Summary
  /// What the plan is predicted to take.
  public let cost: PartitionCost
  /// The exchanges in the order in which they run.
  public let exchanges: [ExchangeReport]
  private let graph: Graph
  private let names: [String]

  /// The report on a graph behind the passes that distribute it.
  ///
  /// - Requires: the graph is not local.
  public init(_ graph: Graph, _ model: CostModel) {
    self.graph = graph
    let names = graph.valueNames()
    self.names = names
    cost = model.cost(of: graph)
    exchanges = graph.exchanges.map { ExchangeReport($0, in: graph, names) }
    summary = Summary(
      name: graph.name,
      mesh: graph.mesh?.axes.map { "\($0.name)\($0.count)" }.joined(separator: "x") ?? "1",
      ranks: cost.ranks.count, machine: model.machine.name, seconds: cost.seconds,
      computeSeconds: cost.computeSeconds, imbalance: cost.imbalance,
      exchangeCount: cost.exchangeCount, messageCount: cost.messageCount,
      byteCount: cost.byteCount, peakByteCount: cost.peakByteCount)
  }

  /// Returns how the value of a name is split; throws where there is none.
  public func value(named name: String) throws(Diagnostic) -> ValueReport {
    guard let value = graph.value(named: name) else {
      throw Diagnostic("'\(graph.name)' has no value '%\(name)'")
    }
    return ValueReport(value, in: graph, names)
  }

  /// How each value that depends on inputs is split, in order, but for exchanges.
  public var values: [ValueReport] {
    zip(graph.values, graph.dependsOnInputs())
      .filter { $1 && !(graph[$0].op is Exchange) }
      .map { ValueReport($0.0, in: graph, names) }
  }

  /// All of it for programs.
  public var document: Document {
    Document(summary: summary, ranks: cost.ranks, exchanges: exchanges, values: values)
  }
}

extension PartitionReport: CustomStringConvertible {
  /// The report as text for people: the figures, the exchanges, and how values are split.
  public var description: String {
    let exchanged = exchanges.isEmpty ? "no exchanges\n" : "exchanges\n\(exchangeTable)"
    return "\(header)\n\(exchanged)\nvalues\n\(valueTable)"
  }

  private var header: String {
    let rows = [
      ("mesh", "\(summary.mesh) (\(summary.ranks) ranks)"),
      ("predicted time", "\(Seconds.text(summary.seconds)) on '\(summary.machine)'"),
      ("  computing", Seconds.text(summary.computeSeconds)),
      ("imbalance", Decimals.text(summary.imbalance, 3)),
      ("exchanges", "\(summary.exchangeCount)"),
      ("messages", Decimals.grouped(summary.messageCount)),
      ("bytes", Decimals.grouped(summary.byteCount)),
      ("memory of a rank", ByteCount.text(summary.peakByteCount)),
    ]
    var table = TextTable(summary.name, "")
    table.rows = rows.map { [$0, $1] }
    return table.description
  }

  private var exchangeTable: String {
    var table = TextTable(
      "value", "bytes ", "messages ", "into a rank ", "kind", "halo", "read by", "at")
    for exchange in exchanges {
      table.rows.append([
        "%" + exchange.value, Decimals.grouped(exchange.byteCount),
        Decimals.grouped(exchange.messageCount), Decimals.grouped(exchange.largestByteCount),
        exchange.kind.rawValue, exchange.halo.map(\.description).joined(separator: ", "),
        exchange.readers.map { $0.hasPrefix("update") ? $0 : "%" + $0 }.joined(separator: ", "),
        exchange.site ?? "",
      ])
    }
    return table.description
  }

  private var valueTable: String {
    var table = TextTable("value", "op", "type", "parts", "because", "at")
    for (value, isComputed) in zip(graph.values, graph.dependsOnInputs())
    where isComputed && !(graph[value].op is Exchange) {
      let node = graph[value]
      table.rows.append([
        "%" + names[value.index], AllOps.spelling(node.op), node.type.description,
        node.placement?.parts(of: node.type.whole) ?? "whole on every rank",
        node.placement?.origin ?? "", node.site?.description ?? "",
      ])
    }
    return table.description
  }
}

extension Placement {
  /// Returns the bounds of the parts along each dimension that is split: `h 0|64|128`.
  fileprivate func parts(of whole: Region) -> String {
    let names = Anchor.dimensionNames(rank: whole.rank)
    let dimensions = splitDimensions(of: whole).map { dimension in
      let full = owned.filter { !$0.isEmpty }
      let bounds = Set(full.flatMap { [$0[dimension].lowerBound, $0[dimension].upperBound] })
      return "\(names[dimension] ?? "\(dimension)") "
        + bounds.sorted().map(String.init).joined(separator: "|")
    }
    return dimensions.isEmpty ? "on one rank" : dimensions.joined(separator: ", ")
  }
}
