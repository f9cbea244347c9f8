/// The same elements in the same row-major order with other extents.
///
///     %y = reshape(%x) {extents = [2, 12]} : f32[2, 12]
///
/// y[i] = x[j] where i and j have the same position in row-major order.
///
/// What a box reads is computed for each group of neighbouring dimensions that are merged or split.
/// It is the smallest box, but where a group has several dimensions on both sides and no way to
/// cut it, as in [4, 6] → [6, 4]: there it is the smallest box around a range of positions.
///
/// - C1: the extents are not negative and hold as many elements as the operand.
public struct Reshape: Op {
  public static let mnemonic = "reshape"
  /// The extents of the result.
  public let extents: [Int]

  /// A reshape to `extents`.
  public init(extents: [Int]) { self.extents = extents }

  public static func plain(rank: Int) -> Reshape { Reshape(extents: []) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try require(
      Extents.count(extents) == x.count,
      "C1: extents \(extents) do not hold the \(x.count) elements of \(x)")
    return TensorType(x.elementType, extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let x = operands[0]
    if part.isEmpty { return [.empty(rank: x.rank)] }
    return [
      Region(
        ReshapeGroup.all(from: x.extents, to: extents).flatMap { group in
          group.operandBox(holding: group.positions(of: part))
        })
    ]
  }

  /// `true` iff the elements that are held of the operand are, in order, those of `part`.
  package func keepsOrder(of held: Region, in operand: TensorType, to part: Region) -> Bool {
    if held.isEmpty || part.isEmpty { return held.isEmpty && part.isEmpty }
    return ReshapeGroup.all(from: operand.extents, to: extents).allSatisfy { group in
      let positions = group.positions(of: part)
      let bounds = group.operand.map { held[$0] }
      return positions.count == group.result.reduce(1) { $0 * part[$1].count }
        && positions.count == bounds.reduce(1) { $0 * $1.count }
        && group.operandBox(holding: positions) == bounds
    }
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    if part.isEmpty || part.count == Extents.count(x.extents) && x.box == Region(whole: x.extents) {
      return part.isEmpty
        ? NDArray(uninitialized: x.elementType, part.extents) : x.data.reshaped(part.extents)
    }
    let tables = ReshapeGroup.all(from: x.extents, to: extents).map { group in
      let strides = group.resultStrides
      return Offsets.sums(
        zip(group.result, strides).map { dimension, stride in
          part[dimension].map { $0 * stride }
        }
      ).map { group.operandOffset(of: $0, in: x.layout) }
    }
    return x.taking(tables, extents: part.extents)
  }
}
