/// The sums of the prefixes, or the suffixes, along one axis.
///
///     %y = cumulative_sum(%x) {axis = 2, exclusive = true} : f32[1, 3, 8]
///
/// y[j] = Σ x[i] over 0 ≤ i ≤ j; in reverse over j ≤ i < n; exclusive without x[j]. Sums start at
/// the first (in reverse the last) element of the whole axis and are rounded once; integers wrap.
///
/// - C1: x is a float or an integer.
/// - C2: axis is one of its dimensions.
public struct CumulativeSum: Op {
  public static let mnemonic = "cumulative_sum"
  /// The dimension along which sums run.
  public let axis: Int
  /// `true` iff the element itself is not in its sum.
  public let exclusive: Bool
  /// `true` iff sums run from the last element.
  public let reverse: Bool

  /// The sums along an axis.
  public init(axis: Int, exclusive: Bool = false, reverse: Bool = false) {
    self.axis = axis
    self.exclusive = exclusive
    self.reverse = reverse
  }

  public static func plain(rank: Int) -> CumulativeSum { CumulativeSum(axis: 0) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try require(x.elementType != .bool, "C1: \(x) is bool, expected numbers")
    try require(
      x.extents.indices.contains(axis), "C2: axis \(axis) is not a dimension of \(x)")
    return x
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    operands.map(\.whole)
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    preconditionFailure("cumulative_sum")
  }
}
