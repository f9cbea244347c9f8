/// The `tree_sum` along an axis, made of the parts that `tree_roots` computed.
///
///     %r = tree_roots(%x) {axis = 2, cuts = [5]} : f64[1, 4, 4]
///     %y = tree_join(%r) {axis = 2, count = 8, cuts = [5]} : f64[1, 4, 1]
///
/// For all x and cuts y is `tree_sum` of x along the axis, bit for bit; 0 where there are no elements.
/// Each sum is rounded to the element type; integers wrap.
///
/// - C1: the axis is a dimension of r.
/// - C2: the cuts rise inside 0 … count.
/// - C3: r has as many elements along the axis as `tree_roots` makes of count elements with the cuts.
/// - C4: the elements are not bool.
public struct TreeJoin: Op {
  public static let mnemonic = "tree_join"
  /// The dimension that is summed over.
  public let axis: Int
  /// The number of elements of which the parts were made.
  public let count: Int
  /// The cuts between which they were made.
  public let cuts: [Int]

  /// The sum of what `tree_roots` with the same axis and cuts makes of `count` elements.
  public init(axis: Int, count: Int, cuts: [Int]) {
    self.axis = axis
    self.count = count
    self.cuts = cuts
  }

  public static func plain(rank: Int) -> TreeJoin { TreeJoin(axis: -1, count: 0, cuts: []) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try requireAxis(axis, rank: x.rank, "C1")
    try requireCuts(cuts, extent: count, "C2")
    try require(
      x.extents[axis] == roots.count,
      "C3: \(x) has \(x.extents[axis]) parts along axis \(axis), expected \(roots.count)")
    try require(x.elementType != .bool, "C4: elements are bool, expected numbers")
    return x.reducing([axis])
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let box = part.extended(along: [axis], to: operands[0].extents)
    return [box.isEmpty ? .empty(rank: box.rank) : box]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    if part.isEmpty || count == 0 { return NDArray(zeros: operands[0].elementType, part.extents) }
    let roots = roots.intervals
    var next = 0
    /// Returns the sum of some elements: of the largest power of two before the last, and of the rest.
    func node(_ elements: Range<Int>) -> NDArray {
      if roots[next] == elements {
        next += 1
        var root = part
        root[axis] = next - 1..<next
        return operands[0].slice(root)
      }
      let half = 1 << (Int.bitWidth - 1 - (elements.count - 1).leadingZeroBitCount)
      let middle = elements.lowerBound + half
      let low = node(elements.lowerBound..<middle)
      let high = node(middle..<elements.upperBound)
      return Pointwise("add").evaluate(
        [PlacedArray(low), PlacedArray(high)], over: Region(whole: part.extents))
    }
    return node(0..<count)
  }

  /// The elements of each part.
  private var roots: AxisParts { AxisParts(rootsBetween: cuts, extent: count) }
}
