/// Indices as vectors that are 1 at the index and 0 elsewhere, along a new dimension.
///
///     %y = one_hot(%i) {axis = 1, depth = 3} : f32[2, 3, 8, 8]
///
/// y[a…, k, b…] = 1 where i[a…, b…] = k, else 0: all 0 for an index outside of 0 ..< depth, such as
/// a label that is to be ignored.
///
/// - C1: the indices are integers.
/// - C2: the axis is a dimension of the result, and depth is not negative.
public struct OneHot: Op {
  public static let mnemonic = "one_hot"
  /// The position of the new dimension.
  public let axis: Int
  /// The extent of the new dimension.
  public let depth: Int
  /// The type of the result's elements.
  public let elementType: ElementType

  /// A new dimension of extent `depth` at `axis`.
  public init(axis: Int, depth: Int, elementType: ElementType) {
    self.axis = axis
    self.depth = depth
    self.elementType = elementType
  }

  public static func plain(rank: Int) -> OneHot { OneHot(axis: -1, depth: 0, elementType: .f32) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let indices = operands[0]
    try require(
      indices.elementType.isInteger,
      "C1: indices are \(indices.elementType.rawValue), expected integers")
    try requireAxis(axis, rank: indices.rank + 1, "C2")
    try require(depth >= 0, "C2: depth is \(depth), expected 0 or more")
    var extents = indices.extents
    extents.insert(depth, at: axis)
    return TensorType(elementType, extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    if part.isEmpty { return [.empty(rank: part.rank - 1)] }
    var box = part
    box.bounds.remove(at: axis)
    return [box]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    let box = reads(part, of: [TensorType(x.elementType, x.extents)])[0]
    let indices: [Int64] = x.slice(box).widened()
    let inner = part.bounds[(axis + 1)...].reduce(1) { $0 * $1.count }
    var result: [Int64] = []
    result.reserveCapacity(part.count)
    for row in stride(from: 0, to: indices.count, by: max(inner, 1)) {
      for k in part[axis] {
        for index in indices[row..<row + inner] { result.append(index == Int64(k) ? 1 : 0) }
      }
    }
    return NDArray(narrowing: result, to: elementType, part.extents)
  }
}
