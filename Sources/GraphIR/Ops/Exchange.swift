/// The same tensor with other boxes: the one op by which ranks talk to each other.
///
///     %h = exchange(%x) : f32[1, 8, 64] at [0:1, 0:8, 0:32] … held [0:1, 0:8, 0:33] …
///
/// y = x. Behind it, each rank has the boxes that the placement holds; what a rank lacks of its box
/// comes from the owners. So a halo is an exchange to a slightly larger box, and an all-gather one to
/// the whole. The messages follow from the boxes of the operand and of the result; a local graph
/// lists those of its rank.
///
/// The phases `start` and `finish` are the halves of an exchange. What stands between them is
/// computed while messages travel; the result of `start` holds what its operand holds.
///
///     %s = exchange(%x) {phase = start} : …
///     %i = convolution(%s, %w) …
///     %h = exchange(%s) {phase = finish} : …
public struct Exchange: Op {
  /// Which part of an exchange a node is.
  public enum Phase: String, Codable, Hashable, Sendable, CaseIterable {
    case whole, start, finish
  }

  /// A box of the tensor that travels between this rank and another one.
  public struct Message: Hashable, Codable, Sendable {
    /// The other rank.
    public let rank: Int
    /// The elements, in global coordinates.
    public let box: Region

    /// A message to or from `rank`.
    public init(_ rank: Int, _ box: Region) {
      self.rank = rank
      self.box = box
    }
  }

  public static let mnemonic = "exchange"
  /// Which part of an exchange this is.
  public let phase: Phase
  /// What the rank of a local graph sends, in the order of the ranks; empty in a global graph.
  public let sends: [Message]
  /// What the rank of a local graph receives, in the order of the ranks; empty in a global graph.
  public let receives: [Message]

  /// An exchange, with the messages of the rank in a local graph.
  public init(phase: Phase = .whole, sends: [Message] = [], receives: [Message] = []) {
    self.phase = phase
    self.sends = sends
    self.receives = receives
  }

  public static func plain(rank: Int) -> Exchange { Exchange() }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    return operands[0]
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] { [part] }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    operands[0].slice(part)
  }
}
