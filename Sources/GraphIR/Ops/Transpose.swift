/// The same elements with the dimensions in another order.
///
///     %y = transpose(%x) {permutation = [0, 2, 1]} : f32[2, 5, 3]
///
/// Dimension i of y is dimension permutation[i] of x.
///
/// - C1: the permutation holds each dimension of x once.
public struct Transpose: Op {
  public static let mnemonic = "transpose"
  /// The operand's dimension for each dimension of the result.
  public let permutation: [Int]

  /// A transpose by `permutation`.
  public init(permutation: [Int]) { self.permutation = permutation }

  public static func plain(rank: Int) -> Transpose { Transpose(permutation: []) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try require(
      permutation.count == x.rank,
      "C1: permutation \(permutation) does not hold the \(x.rank) dimensions of \(x)")
    try requireAxes(permutation, rank: x.rank, "C1")
    return TensorType(x.elementType, permutation.map { x.extents[$0] })
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    var box = part
    for (dimension, source) in permutation.enumerated() { box[source] = part[dimension] }
    return [box]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    let tables = permutation.enumerated().map { dimension, source in
      part.isEmpty ? [] : x.layout.table(source, part[dimension])
    }
    return x.taking(tables, extents: part.extents)
  }
}
