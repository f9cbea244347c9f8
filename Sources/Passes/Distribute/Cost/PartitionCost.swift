/// What a plan is predicted to take.
public struct PartitionCost: Hashable, Codable, Sendable {
  /// What one rank takes.
  public struct Rank: Hashable, Codable, Sendable {
    /// The floating-point operations of products.
    public var flops = 0.0
    /// The seconds in which it computes.
    public var computeSeconds = 0.0
    /// The seconds in which it sends, receives, copies or waits.
    public var exchangeSeconds = 0.0
    /// The bytes that it sends.
    public var sentByteCount = 0
    /// The bytes that it receives.
    public var receivedByteCount = 0
    /// The messages that it receives.
    public var messageCount = 0
    /// The bytes that it needs at a time: parameters, inputs, outputs and what is computed.
    public var peakByteCount = 0
  }

  /// The seconds of a run: of the rank that ends last.
  public var seconds: Double
  /// The ranks in order.
  public var ranks: [Rank]
  /// The number of exchanges.
  public var exchangeCount: Int

  /// The bytes of all messages.
  public var byteCount: Int { ranks.reduce(0) { $0 + $1.receivedByteCount } }
  /// The number of messages.
  public var messageCount: Int { ranks.reduce(0) { $0 + $1.messageCount } }
  /// The bytes that the rank with the most needs.
  public var peakByteCount: Int { ranks.reduce(0) { max($0, $1.peakByteCount) } }
  /// The seconds in which the slowest rank computes.
  public var computeSeconds: Double { ranks.reduce(0) { max($0, $1.computeSeconds) } }
  /// The computing of the slowest rank over the mean of all; 1 where nothing is computed.
  public var imbalance: Double {
    let sum = ranks.reduce(0) { $0 + $1.computeSeconds }
    return sum > 0 ? computeSeconds * Double(ranks.count) / sum : 1
  }
}
