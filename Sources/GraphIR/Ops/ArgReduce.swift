/// The index of the largest or smallest element along an axis, which remains with extent 1.
///
///     %y = arg_reduce(%x) {axis = 1} : i64[1, 1, 8, 8]
///
/// y[…, 0, …] = i such that x[…, i, …] is extreme: the smallest such i, or the largest if
/// `lastIndex`. NaN is more extreme than any number.
///
/// - C1: the axis is a dimension of x of extent 1 or more.
public struct ArgReduce: Op {
  /// Which element is looked for.
  public enum Function: String, Codable, Hashable, Sendable, CaseIterable {
    case maximum, minimum
  }

  public static let mnemonic = "arg_reduce"
  /// Which element is looked for.
  public let function: Function
  /// The dimension that is searched.
  public let axis: Int
  /// `true` iff the last of equal elements counts, not the first.
  public let lastIndex: Bool

  /// A search along `axis`.
  public init(function: Function, axis: Int, lastIndex: Bool = false) {
    self.function = function
    self.axis = axis
    self.lastIndex = lastIndex
  }

  public static func plain(rank: Int) -> ArgReduce { ArgReduce(function: .maximum, axis: -1) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try requireAxis(axis, rank: x.rank, "C1")
    try require(x.extents[axis] >= 1, "C1: \(x) has no elements along axis \(axis)")
    return TensorType(.i64, x.reducing([axis]).extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    [part.extended(along: [axis], to: operands[0].extents)]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    let sign: Double = function == .maximum ? 1 : -1
    if x.elementType.isFloatingPoint {
      let values: [Double] = x.data.widened()
      return search(x, part) { candidate, best in
        let (a, b) = (sign * values[candidate], sign * values[best])
        if a == b || a.isNaN && b.isNaN { return .same }
        return a.isNaN || a > b ? .better : .worse
      }
    }
    let values: [Int64] = x.data.widened()
    let isUnsigned = x.elementType.isUnsigned
    return search(x, part) { candidate, best in
      let (a, b) = (values[candidate], values[best])
      if a == b { return .same }
      return ScalarFunction.isLess(b, a, isUnsigned) == (sign > 0) ? .better : .worse
    }
  }

  /// How a candidate compares with the best element so far.
  private enum Rank { case better, same, worse }

  /// Returns the index of the best element along the axis by a comparison of offsets.
  private func search(
    _ x: PlacedArray, _ part: Region, _ compare: (_ candidate: Int, _ best: Int) -> Rank
  ) -> NDArray {
    let fibers = Fibers(of: part, along: [axis], in: x)
    if part.isEmpty { return NDArray(uninitialized: .i64, part.extents) }
    let result = fibers.starts.map { start -> Int64 in
      var best = 0
      for candidate in fibers.offsets.indices.dropFirst() {
        switch compare(start + fibers.offsets[candidate], start + fibers.offsets[best]) {
        case .better: best = candidate
        case .same: if lastIndex { best = candidate }
        case .worse: break
        }
      }
      return Int64(best)
    }
    return NDArray(narrowing: result, to: .i64, part.extents)
  }
}
