/// Slices of a tensor at indices that another tensor holds.
///
///     %y = gather(%x, %i) {axis = 1} : f32[2, 4, 5, 3]
///
/// With indices i of rank k, y[a…, j…, b…] = x[a…, i[j…], b…], where a are the dimensions of x
/// before the axis and b those behind it: the axis is replaced by the dimensions of i. A negative
/// index counts from the end; one that is then still outside is moved to the nearest end.
///
/// Which elements are needed is known only when the indices are: `reads` asks for the whole axis.
///
/// - C1: the axis is a dimension of x.
/// - C2: the indices are integers.
/// - C3: x has elements along the axis, or there are no indices.
public struct Gather: Op {
  public static let mnemonic = "gather"
  /// The dimension of the first operand that is indexed.
  public let axis: Int

  /// A gather along `axis`.
  public init(axis: Int) { self.axis = axis }

  public static func plain(rank: Int) -> Gather { Gather(axis: -1) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(2, operands)
    let (x, indices) = (operands[0], operands[1])
    try requireAxis(axis, rank: x.rank, "C1")
    try require(
      indices.elementType.isInteger,
      "C2: indices are \(indices.elementType.rawValue), expected integers")
    try require(
      x.extents[axis] > 0 || indices.extents.contains(0),
      "C3: \(x) has no elements along axis \(axis)")
    return TensorType(
      x.elementType, x.extents[..<axis] + indices.extents + x.extents[(axis + 1)...])
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let (x, indices) = (operands[0], operands[1])
    if part.isEmpty { return operands.map { .empty(rank: $0.rank) } }
    let behind = axis + indices.rank
    return [
      Region(part.bounds[..<axis] + [0..<x.extents[axis]] + part.bounds[behind...]),
      Region(Array(part.bounds[axis..<behind])),
    ]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    if part.isEmpty { return NDArray(uninitialized: x.elementType, part.extents) }
    let boxes = reads(
      part, of: operands.map { TensorType($0.elementType, $0.extents) })
    let indices = operands[1].slice(boxes[1])
    let vectors = IndexVectors(indices, into: [x.extents[axis]])
    var tables = x.layout.tables(boxes[0])
    tables[axis] = x.layout.table(of: vectors, from: axis, count: 1)
    return x.taking(tables, extents: part.extents)
  }
}
