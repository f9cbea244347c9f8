/// Slices of a tensor at places that vectors of indices name.
///
///     %y = gather_nd(%x, %i) {batch = 1} : f32[2, 9, 5]
///
/// With x [b…, n…, s…] and indices [b…, j…, k], where `batch` dimensions b are common and k is the
/// number of dimensions n: y[b…, j…, s…] = x[b…, i[b…, j…, 0], …, i[b…, j…, k − 1], s…]. A negative
/// index counts from the end; one that is then still outside is moved to the nearest end.
///
/// Which elements are needed is known only when the indices are: `reads` asks for all along n.
///
/// - C1: batch is 0 or more, and x and the indices have that many first dimensions of equal
///   extents.
/// - C2: the indices are integers; their last extent is at least 1 and at most the number of the
///   other dimensions of x.
/// - C3: x has elements along the dimensions n, or there are no indices.
public struct GatherND: Op {
  public static let mnemonic = "gather_nd"
  /// The number of first dimensions that both operands have.
  public let batch: Int

  /// A gather with common dimensions.
  public init(batch: Int = 0) { self.batch = batch }

  public static func plain(rank: Int) -> GatherND { GatherND() }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(2, operands)
    let (x, indices) = (operands[0], operands[1])
    let count = try requireIndexVectors(indices, into: x, batch: batch)
    let named = x.extents[batch..<batch + count]
    try require(
      !named.contains(0) || indices.extents.contains(0),
      "C3: \(x) has no elements along the \(count) dimensions from \(batch)")
    return TensorType(
      x.elementType, indices.extents.dropLast() + x.extents.dropFirst(batch + count))
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let (x, indices) = (operands[0], operands[1])
    if part.isEmpty { return operands.map { .empty(rank: $0.rank) } }
    let count = indices.extents[indices.rank - 1]
    let named = x.extents[batch..<batch + count].map { 0..<$0 }
    return [
      Region(part.bounds[..<batch] + named + part.bounds[(indices.rank - 1)...]),
      Region(part.bounds[..<(indices.rank - 1)] + [0..<count]),
    ]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let (x, indices) = (operands[0], operands[1])
    if part.isEmpty { return NDArray(uninitialized: x.elementType, part.extents) }
    let boxes = reads(part, of: operands.map { TensorType($0.elementType, $0.extents) })
    let count = boxes[1][indices.extents.count - 1].count
    let vectors = IndexVectors(
      indices.slice(boxes[1]), into: x.extents[batch..<batch + count])
    let places = x.layout.table(of: vectors, from: batch, count: count)
    let tables = x.layout.tables(boxes[0])
    let starts = Offsets.sums(Array(tables[..<batch]))
    let slices = Offsets.sums(Array(tables[(batch + count)...]))
    var offsets: [Int] = []
    offsets.reserveCapacity(part.count)
    for (vector, place) in places.enumerated() {
      let start = starts[vector / (places.count / starts.count)] + place
      for slice in slices { offsets.append(start + slice) }
    }
    return x.data.taking(offsets, extents: part.extents)
  }
}

extension Op {
  /// Returns the number of dimensions that vectors of indices name behind common first ones of x;
  /// throws C1 or C2.
  func requireIndexVectors(_ indices: TensorType, into x: TensorType, batch: Int)
    throws(Diagnostic) -> Int
  {
    try require(
      batch >= 0 && batch < x.rank && batch < indices.rank
        && x.extents[..<batch] == indices.extents[..<batch],
      "C1: \(x) and indices \(indices) do not have \(batch) common dimensions and one more")
    let count = indices.extents[indices.rank - 1]
    try require(
      indices.elementType.isInteger && count >= 1 && count <= x.rank - batch,
      "C2: indices are \(indices), expected integers and a last extent in 1 ... \(x.rank - batch)")
    return count
  }
}
