/// The indices along an axis in the order of its elements.
///
///     %i = arg_sort(%x) {axis = 1, descending = true} : i64[2, 9]
///
/// y[…, j, …] = i such that x[…, i, …] is the element number j of the sorted ones; of equal
/// elements, −0 and 0 too, the lower index comes first. NaN is larger than any number.
///
/// - C1: the axis is a dimension of x.
public struct ArgSort: Op {
  public static let mnemonic = "arg_sort"
  /// The dimension that is sorted.
  public let axis: Int
  /// `true` iff the largest element comes first.
  public let descending: Bool

  /// A sort along `axis`.
  public init(axis: Int, descending: Bool = false) {
    self.axis = axis
    self.descending = descending
  }

  public static func plain(rank: Int) -> ArgSort { ArgSort(axis: -1) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    try requireAxis(axis, rank: operands[0].rank, "C1")
    return TensorType(.i64, operands[0].extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    [part.extended(along: [axis], to: operands[0].extents)]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    if part.isEmpty { return NDArray(uninitialized: .i64, part.extents) }
    if x.elementType.isFloatingPoint {
      return sort(x, part) { (a: Double, b: Double) in a < b || b.isNaN && !a.isNaN }
    }
    let isUnsigned = x.elementType.isUnsigned
    return sort(x, part) { (a: Int64, b: Int64) in ScalarFunction.isLess(a, b, isUnsigned) }
  }

  /// Returns the indices in the order of the elements.
  private func sort<L: Lane>(
    _ x: PlacedArray, _ part: Region, _ isLess: (L, L) -> Bool
  ) -> NDArray {
    let values: [L] = x.data.widened()
    let fibers = Fibers(of: part, along: [axis], in: x)
    let target = PlacedArray.Layout(part)
    let starts = Offsets.sums(
      part.bounds.indices.map { $0 == axis ? [0] : target.table($0, part[$0]) })
    var result = [Int64](repeating: 0, count: part.count)
    for (source, start) in zip(fibers.starts, starts) {
      func isBefore(_ left: Int, _ right: Int) -> Bool {
        let (a, b) = (values[source + fibers.offsets[left]], values[source + fibers.offsets[right]])
        if descending ? isLess(b, a) : isLess(a, b) { return true }
        if descending ? isLess(a, b) : isLess(b, a) { return false }
        return left < right
      }
      let order = fibers.offsets.indices.sorted(by: isBefore)
      for (position, index) in order[part[axis]].enumerated() {
        result[start + position * target.strides[axis]] = Int64(index)
      }
    }
    return NDArray(narrowing: result, to: .i64, part.extents)
  }
}
