import GraphIR

/// What an exchange moves, and for whom.
public struct ExchangeReport: Hashable, Codable, Sendable {
  /// What an exchange is made for.
  public enum Kind: String, Hashable, Codable, Sendable {
    /// The rims of boxes.
    case halo
    /// The whole of a dimension that is split.
    case gather
  }

  /// The name of the value that travels.
  public let value: String
  /// The bytes of all messages.
  public let byteCount: Int
  /// The number of messages.
  public let messageCount: Int
  /// The bytes into the rank that receives the most.
  public let largestByteCount: Int
  /// What it is made for.
  public let kind: Kind
  /// What ranks have behind it beyond what they own.
  public let halo: [HaloWidth]
  /// The names of the values that are computed from it.
  public let readers: [String]
  /// The line of the model that reads it, and so causes it.
  public let site: String?

  /// The exchange of a graph whose values have the given names.
  init(_ value: Value, in graph: Graph, _ names: [String]) {
    let node = graph[value]
    let messages = Messages(value, in: graph)
    let whole = node.type.whole
    self.value = names[graph.exchangedValue(value).index]
    byteCount = messages.byteCount
    messageCount = messages.count
    largestByteCount =
      messages.receives.indices
      .map { messages.byteCount(receivedBy: $0) }.max() ?? 0
    kind = node.placement?.isGather(of: whole) ?? false ? .gather : .halo
    halo = node.placement?.haloWidths(of: whole) ?? []
    readers =
      graph.values.filter { graph[$0].operands.contains(value) }.map { names[$0.index] }
      + graph.updates.filter { $0.value == value }.map { "update @" + $0.name }
    site = node.site?.description
  }
}

extension Graph {
  /// Returns the value that an exchange moves: what stands before its first half.
  func exchangedValue(_ exchange: Value) -> Value {
    var value = exchange
    while self[value].op is Exchange { value = self[value].operands[0] }
    return value
  }
}
