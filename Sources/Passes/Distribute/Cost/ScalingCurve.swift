import GraphIR

/// How fast a graph is predicted to be on more and more ranks.
public struct ScalingCurve: Hashable, Codable, Sendable {
  /// A number of ranks.
  public struct Point: Hashable, Codable, Sendable {
    /// The number of ranks.
    public let ranks: Int
    /// The best mesh that was looked at: `d2xh2xw1`.
    public let mesh: String
    /// The predicted seconds of a run.
    public let seconds: Double
    /// The seconds of one rank over these.
    public let speedUp: Double
    /// The bytes of all messages.
    public let byteCount: Int
    /// The number of messages.
    public let messageCount: Int
    /// The bytes that the rank with the most needs.
    public let peakByteCount: Int
    /// The computing of the slowest rank over the mean.
    public let imbalance: Double
  }

  /// The points for 1, 2, 4, … ranks.
  public let points: [Point]

  /// The most ranks for which every mesh is looked at; for more, a few of the most cubic ones.
  private static let mostSearched = 16

  /// The curve of a graph behind the inference passes, up to a number of ranks; numbers of ranks that
  /// do not fit the machine or the values are left out, but for one rank.
  public init(_ graph: Graph, upTo limit: Int, machine: Machine, allowGather: Bool = false) {
    let alone = CostModel(machine).cost(of: graph)
    var points = [Self.point("1", alone, alone)]
    var ranks = 2
    while ranks <= limit {
      let choice =
        ranks <= Self.mostSearched
        ? try? MeshChoice.best(graph, ranks: ranks, machine: machine, allowGather: allowGather)
        : try? MeshChoice.quick(graph, ranks: ranks, machine: machine, allowGather: allowGather)
      if let choice { points.append(Self.point(choice.request.spelling, choice.cost, alone)) }
      ranks *= 2
    }
    self.points = points
  }

  private static func point(_ mesh: String, _ cost: PartitionCost, _ alone: PartitionCost) -> Point
  {
    Point(
      ranks: cost.ranks.count, mesh: mesh, seconds: cost.seconds,
      speedUp: cost.seconds > 0 ? alone.seconds / cost.seconds : 1, byteCount: cost.byteCount,
      messageCount: cost.messageCount, peakByteCount: cost.peakByteCount,
      imbalance: cost.imbalance)
  }
}

extension ScalingCurve: CustomStringConvertible {
  /// A line for each number of ranks.
  public var description: String {
    var table = TextTable(
      "ranks ", "mesh", "time ", "speed-up ", "bytes ", "messages ", "memory ", "imbalance ")
    for point in points {
      table.rows.append([
        "\(point.ranks)", point.mesh, Seconds.text(point.seconds),
        Decimals.text(point.speedUp, 2), Decimals.grouped(point.byteCount),
        Decimals.grouped(point.messageCount), ByteCount.text(point.peakByteCount),
        Decimals.text(point.imbalance, 3),
      ])
    }
    return table.description
  }
}
