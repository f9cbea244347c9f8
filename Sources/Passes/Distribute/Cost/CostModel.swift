import GraphIR

/// Predicts the time of a plan on a machine.
///
/// A rank takes for a step the longer of its operations and its bytes (the roofline model, Williams
/// et al., 2009) and a latency; for an exchange a latency per message, the bytes that travel, and the
/// copy of what it has already.
public struct CostModel: Hashable, Sendable {
  /// The figures of one rank.
  public let machine: Machine

  /// A model of a machine.
  public init(_ machine: Machine) { self.machine = machine }

  /// Returns the seconds that a rank takes to compute a box of a value; 0 where there is nothing to
  /// compute.
  public func seconds(computing box: Region, of value: Value, in graph: Graph) -> Double {
    seconds(NodeWork(value, in: graph).over(box))
  }

  /// Returns the seconds that a rank takes for some work.
  func seconds(_ work: Work) -> Double {
    if work == .none { return 0 }
    return machine.stepLatency
      + max(work.flops / (machine.gflops * 1e9), work.byteCount / (machine.memoryBandwidth * 1e9))
  }

  /// Returns the seconds that a rank's share of an exchange takes: its messages and their bytes, in
  /// the direction in which there are more of them, and the bytes that it copies for itself.
  public func seconds(exchanging share: ExchangeShare) -> Double {
    travelSeconds(share) + copySeconds(share)
  }

  /// Returns the seconds until all messages of a rank have arrived.
  func travelSeconds(_ share: ExchangeShare) -> Double {
    Double(share.messageCount) * machine.messageLatency
      + Double(share.byteCount) / (machine.messageBandwidth * 1e9)
  }

  /// Returns the seconds that a rank reads and writes what it has already.
  func copySeconds(_ share: ExchangeShare) -> Double {
    if share.copiedByteCount == 0 { return 0 }
    return machine.stepLatency + 2 * Double(share.copiedByteCount) / (machine.memoryBandwidth * 1e9)
  }
}

/// What one rank does in an exchange.
public struct ExchangeShare: Hashable, Sendable {
  /// The messages that it sends or receives, whichever are more.
  public var messageCount: Int
  /// The bytes that it sends or receives, whichever are more.
  public var byteCount: Int
  /// The bytes of its result that it has already.
  public var copiedByteCount: Int

  /// The given messages, bytes and copy.
  public init(messageCount: Int, byteCount: Int, copiedByteCount: Int = 0) {
    self.messageCount = messageCount
    self.byteCount = byteCount
    self.copiedByteCount = copiedByteCount
  }
}
