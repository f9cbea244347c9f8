/// The operands one behind the other along an axis.
///
///     %y = concatenate(%a, %b) {axis = 1} : f32[1, 5, 8, 8]
///
/// y[…, i, …] is a[…, i, …] while i is inside of a, then b[…, i − extent of a, …], and so on.
///
/// - C1: there is an operand, and the axis is one of its dimensions.
/// - C2: the operands have equal element types, and equal extents but along the axis.
public struct Concatenate: Op {
  public static let mnemonic = "concatenate"
  /// The dimension along which the operands are joined.
  public let axis: Int

  /// A concatenation along `axis`.
  public init(axis: Int) { self.axis = axis }

  public static func plain(rank: Int) -> Concatenate { Concatenate(axis: -1) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    guard let first = operands.first else {
      throw Diagnostic("concatenate: C1: has no operands, expected at least 1")
    }
    try requireAxis(axis, rank: first.rank, "C1")
    var extent = 0
    for operand in operands {
      try require(
        operand.elementType == first.elementType && operand.rank == first.rank
          && operand.extents.indices.allSatisfy {
            $0 == axis || operand.extents[$0] == first.extents[$0]
          },
        "C2: operands are \(first) and \(operand), expected equal types but along axis \(axis)")
      let (sum, overflows) = extent.addingReportingOverflow(operand.extents[axis])
      try require(!overflows, "C2: the extent along axis \(axis) has more than 63 bits")
      extent = sum
    }
    var extents = first.extents
    extents[axis] = extent
    return TensorType(first.elementType, extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    var start = 0
    return operands.map { operand in
      let extent = operand.extents[axis]
      defer { start += extent }
      var box = part
      box[axis] = Region.clip(
        part[axis].lowerBound - start, part[axis].upperBound - start, to: extent)
      return box.isEmpty ? .empty(rank: part.rank) : box
    }
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let types = operands.map { TensorType($0.elementType, $0.extents) }
    let pieces = zip(operands, reads(part, of: types)).map { $0.slice($1) }
    let rows = part.bounds[..<axis].reduce(1) { $0 * $1.count }
    var result = NDArray(uninitialized: operands[0].elementType, part.extents)
    if result.count == 0 { return result }
    result.withUnsafeMutableBytes { target in
      let rowLength = target.count / rows
      var column = 0
      for piece in pieces where piece.count > 0 {
        let length = piece.byteCount / rows
        piece.withUnsafeBytes { source in
          for row in 0..<rows {
            let start = row * rowLength + column
            UnsafeMutableRawBufferPointer(rebasing: target[start..<start + length])
              .copyMemory(
                from: UnsafeRawBufferPointer(
                  rebasing: source[row * length..<(row + 1) * length]))
          }
        }
        column += length
      }
    }
    return result
  }
}
