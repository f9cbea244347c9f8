/// What ranks copied out of each other's memory in one run.
public struct Traffic: Hashable, Sendable {
  /// What one rank got from another one in one exchange.
  public struct Flow: Hashable, Sendable {
    /// The position of the exchange among those of the program; the start and the end of one in two
    /// phases are one.
    public let exchange: Int
    /// The rank that the elements came from.
    public let sender: Int
    /// The rank that has them now.
    public let receiver: Int
    /// The number of boxes.
    public let messageCount: Int
    /// Their size in bytes.
    public let byteCount: Int
  }

  /// What was copied, by exchange in their order, then by receiver, then by sender; nothing that is
  /// 0.
  public let flows: [Flow]

  /// The number of messages.
  public var messageCount: Int { flows.reduce(0) { $0 + $1.messageCount } }
  /// The size of all messages in bytes.
  public var byteCount: Int { flows.reduce(0) { $0 + $1.byteCount } }

  /// The bytes that one rank got from another.
  public func byteCount(from sender: Int, to receiver: Int) -> Int {
    flows.reduce(0) {
      $0 + ($1.sender == sender && $1.receiver == receiver ? $1.byteCount : 0)
    }
  }
}
