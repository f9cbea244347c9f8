/// Slices of a tensor at indices that are known in advance.
///
///     %y = take(%x) {axis = 1, indices = [2, 0, 0]} : f32[4, 3]
///
/// y[…, j, …] = x[…, indices[j], …].
///
/// - C1: the axis is a dimension of x.
/// - C2: each index is inside of x.
public struct Take: Op {
  public static let mnemonic = "take"
  /// The dimension that is indexed.
  public let axis: Int
  /// The coordinate along the axis for each element of the result.
  public let indices: [Int]

  /// A gather of `indices` along `axis`.
  public init(axis: Int, indices: [Int]) {
    self.axis = axis
    self.indices = indices
  }

  public static func plain(rank: Int) -> Take { Take(axis: -1, indices: []) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try requireAxis(axis, rank: x.rank, "C1")
    if let bad = indices.first(where: { !(0..<x.extents[axis]).contains($0) }) {
      throw Diagnostic(
        "take: C2: index \(bad) is outside of axis \(axis) of extent \(x.extents[axis])")
    }
    var extents = x.extents
    extents[axis] = indices.count
    return TensorType(x.elementType, extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    guard !part.isEmpty, let first = indices[part[axis]].min(), let last = indices[part[axis]].max()
    else { return [.empty(rank: part.rank)] }
    var box = part
    box[axis] = first..<last + 1
    return [box]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    let tables = part.bounds.enumerated().map { dimension, bounds in
      if part.isEmpty { return [Int]() }
      return dimension == axis
        ? x.layout.table(dimension, indices[bounds]) : x.layout.table(dimension, bounds)
    }
    return x.taking(tables, extents: part.extents)
  }
}
