import GraphIR

/// How one value is split, and why.
public struct ValueReport: Hashable, Codable, Sendable {
  /// What one rank has.
  public struct Boxes: Hashable, Codable, Sendable {
    /// What it owns.
    public let owned: Region
    /// What it has before an exchange.
    public let held: Region
    /// What it has behind the exchange; nil where there is none.
    public let exchanged: Region?
  }

  /// A step of the way from the value that was cut.
  public struct Reason: Hashable, Codable, Sendable {
    /// The name of the value.
    public let value: String
    /// The line of the model that made it.
    public let site: String?
    /// Why it is split so.
    public let origin: String
  }

  /// What one rank sends another in the exchange of the value.
  public struct Peer: Hashable, Codable, Sendable {
    /// The sender.
    public let from: Int
    /// The receiver.
    public let to: Int
    /// The bytes.
    public let byteCount: Int
  }

  /// The name.
  public let name: String
  /// The op that makes it.
  public let op: String
  /// The type of the whole.
  public let type: String
  /// The line of the model that made it.
  public let site: String?
  /// The boxes of each rank; empty where every rank has the whole.
  public let ranks: [Boxes]
  /// What ranks have beyond what they own, behind the exchange where there is one.
  public let halo: [HaloWidth]
  /// For each mesh axis that splits it, the way back to the value that was cut.
  public let reasons: [[Reason]]
  /// The messages of its exchanges, by sender.
  public let peers: [Peer]

  /// A value of a graph whose values have the given names; of an exchange, what it moves.
  init(_ value: Value, in graph: Graph, _ names: [String]) {
    let value = graph.exchangedValue(value)
    let exchanges = graph.exchanges.filter { graph.exchangedValue($0) == value }
    let node = graph[value]
    name = names[value.index]
    op = AllOps.spelling(node.op)
    type = node.type.description
    site = node.site?.description
    let exchanged = exchanges.first.flatMap { graph[$0].placement }
    ranks =
      (node.placement?.owned.indices).map { indices in
        indices.map { rank in
          Boxes(
            owned: node.placement?.owned[rank] ?? node.type.whole,
            held: node.placement?.boxes[rank] ?? node.type.whole,
            exchanged: exchanged?.boxes[rank])
        }
      } ?? []
    halo = (exchanged ?? node.placement)?.haloWidths(of: node.type.whole) ?? []
    reasons = Self.reasons(value, in: graph, names)
    peers = exchanges.flatMap { Self.peers(Messages($0, in: graph)) }
  }

  private static func peers(_ messages: Messages) -> [Peer] {
    var peers: [Peer] = []
    for (rank, sends) in messages.sends.enumerated() {
      for message in sends {
        let byteCount = message.box.count * messages.bytesPerElement
        if let last = peers.last, last.from == rank, last.to == message.rank {
          peers[peers.count - 1] = Peer(
            from: rank, to: message.rank, byteCount: last.byteCount + byteCount)
        } else {
          peers.append(Peer(from: rank, to: message.rank, byteCount: byteCount))
        }
      }
    }
    return peers
  }

  private static func reasons(_ value: Value, in graph: Graph, _ names: [String]) -> [[Reason]] {
    let origins = Origin.all(in: graph[value].placement?.origin ?? "")
    return origins.map { origin in
      var (way, value, origin) = ([Reason](), value, Optional(origin))
      while let step = origin, way.count <= graph.nodes.count {
        way.append(
          Reason(
            value: names[value.index], site: graph[value].site?.description,
            origin: step.description))
        origin = nil
        guard case .follows(let name, let axis) = step, let index = names.firstIndex(of: name)
        else { break }
        value = Value(index)
        origin = Origin.all(in: graph[value].placement?.origin ?? "").first { $0.axis == axis }
      }
      return way
    }
  }
}

extension ValueReport: CustomStringConvertible {
  /// The report as text for people.
  public var description: String {
    var text = "%\(name) = \(op) : \(type)" + (site.map { "  (\($0))" } ?? "") + "\n"
    if ranks.isEmpty { return text + "every rank has the whole of it\n" }
    for way in reasons {
      text += "split because\n"
      for step in way {
        text += "  %\(step.value): \(step.origin)" + (step.site.map { "  (\($0))" } ?? "") + "\n"
      }
    }
    if !halo.isEmpty {
      text += "halo \(halo.map(\.description).joined(separator: ", "))\n"
    }
    var boxes = TextTable("rank ", "owned", "held", "exchanged")
    for (rank, entry) in ranks.enumerated() {
      boxes.rows.append([
        "\(rank)", "\(entry.owned)", entry.held == entry.owned ? "" : "\(entry.held)",
        entry.exchanged.map { "\($0)" } ?? "",
      ])
    }
    text += boxes.description
    if peers.isEmpty { return text }
    var messages = TextTable("from ", "to ", "bytes ")
    for peer in peers {
      messages.rows.append(["\(peer.from)", "\(peer.to)", Decimals.grouped(peer.byteCount)])
    }
    return text + messages.description
  }
}
