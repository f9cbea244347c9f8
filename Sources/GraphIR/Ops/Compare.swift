/// A comparison of each element of two tensors.
///
///     %c = compare(%a, %b) {comparison = less} : bool[2, 3]
///
/// y[i] = a[i] ∘ b[i]. A comparison with NaN is false, but for `not_equal`; false is less than true.
///
/// - C1: the operands have equal types.
public struct Compare: Op {
  /// What is asked about two elements.
  public enum Relation: String, Codable, Hashable, Sendable, CaseIterable {
    case equal
    case notEqual = "not_equal"
    case less
    case lessOrEqual = "less_or_equal"
    case greater
    case greaterOrEqual = "greater_or_equal"
  }

  public static let mnemonic = "compare"
  /// What is asked.
  public let comparison: Relation

  /// The given comparison.
  public init(comparison: Relation) { self.comparison = comparison }

  public static func plain(rank: Int) -> Compare { Compare(comparison: .equal) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(2, operands)
    try require(
      operands[0] == operands[1],
      "C1: operands are \(operands[0]) and \(operands[1]), expected equal types")
    return TensorType(.bool, operands[0].extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    operands.map { _ in part }
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let (a, b) = (operands[0].slice(part), operands[1].slice(part))
    if a.elementType.isFloatingPoint { return compare(a, b, in: Double.self) { $0 } }
    if a.elementType != .u64 { return compare(a, b, in: Int64.self) { $0 } }
    // Flipping the sign bit turns the order of unsigned numbers into that of signed ones.
    return compare(a, b, in: Int64.self) { $0 ^ .min }
  }

  /// Returns the comparison of elements that `order` puts on one line.
  private func compare<L: Lane>(
    _ a: NDArray, _ b: NDArray, in _: L.Type, _ order: (L) -> L
  ) -> NDArray {
    let (x, y): ([L], [L]) = (a.widened(), b.widened())
    let result = x.indices.map { i -> Int64 in holds(order(x[i]), order(y[i])) ? 1 : 0 }
    return NDArray(narrowing: result, to: .bool, a.extents)
  }

  /// `true` iff the comparison holds for two elements.
  private func holds<L: Lane>(_ a: L, _ b: L) -> Bool {
    switch comparison {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }
}
