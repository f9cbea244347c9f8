/// One tensor from boxes of it that were computed apart.
///
///     %y = assemble(%interior, %low, %high) : f32[1, 8, 64] at [0:1, 0:8, 0:32] …
///
/// All operands are the same tensor, each held in some box only; y[i] is taken from the first operand
/// that holds i. What a rank holds of the operands covers what it holds of the result.
///
/// - C1: there is an operand, and all have equal types.
public struct Assemble: Op {
  public static let mnemonic = "assemble"

  /// The op.
  public init() {}

  public static func plain(rank: Int) -> Assemble { Assemble() }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    guard let first = operands.first else {
      throw Diagnostic("assemble: C1: has no operands, expected at least 1")
    }
    for operand in operands {
      try require(
        operand == first, "C1: operands are \(first) and \(operand), expected equal types")
    }
    return first
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    operands.map { _ in part }
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    if operands.count == 1 || operands[0].box.contains(part) { return operands[0].slice(part) }
    var result = NDArray(uninitialized: operands[0].elementType, part.extents)
    // The first operand counts, so it is written last.
    for operand in operands.reversed() {
      let box = operand.box.intersection(part)
      result.write(operand.slice(box), over: box, in: part)
    }
    return result
  }
}
