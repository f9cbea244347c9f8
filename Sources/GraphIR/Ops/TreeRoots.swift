/// The largest parts of a `tree_sum` that lie inside segments of the axis: what a rank sends of a sum
/// over an axis that is split.
///
///     %r = tree_roots(%x) {axis = 2, cuts = [5]} : f64[1, 4, 4]     // of f64[1, 4, 8]
///
/// The cuts divide the axis into segments. y[…, r, …] is the value of a node of the tree of `tree_sum`
/// whose elements all lie in one segment, but not those of the node above; in order of position.
/// Where the last node of a level has fewer elements than others, because the axis ends, it has all of
/// its elements. Above, they are the nodes of 0 ≤ i < 4, i = 4, i = 5, and 6 ≤ i < 8. A segment of n
/// elements has at most 2·log₂(n) + 1 of them, none where it is empty. `tree_join` makes the sum of them.
///
/// Each sum is rounded to the element type; integers wrap.
///
/// - C1: the axis is a dimension of x.
/// - C2: the cuts rise inside 0 … its extent.
/// - C3: the elements are not bool.
public struct TreeRoots: Op {
  public static let mnemonic = "tree_roots"
  /// The dimension that is summed over.
  public let axis: Int
  /// The cuts along the axis.
  public let cuts: [Int]

  /// The nodes between `cuts` along `axis`.
  public init(axis: Int, cuts: [Int]) {
    self.axis = axis
    self.cuts = cuts
  }

  public static func plain(rank: Int) -> TreeRoots { TreeRoots(axis: -1, cuts: []) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try requireAxis(axis, rank: x.rank, "C1")
    try requireCuts(cuts, extent: x.extents[axis], "C2")
    try require(x.elementType != .bool, "C3: elements are bool, expected numbers")
    var extents = x.extents
    extents[axis] = roots(x.extents).count
    return TensorType(x.elementType, extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    if part.isEmpty { return [.empty(rank: part.rank)] }
    var box = part
    box[axis] = roots(operands[0].extents).hull(of: part[axis])
    return [box]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    var result = NDArray(uninitialized: x.elementType, part.extents)
    if part.isEmpty { return result }
    let roots = roots(x.extents).intervals
    for position in part[axis] {
      var (elements, root) = (part, part)
      elements[axis] = roots[position]
      root[axis] = position..<position + 1
      let sum = TreeSum(axes: [axis]).evaluate(
        [PlacedArray(x.slice(elements))], over: Region(whole: root.extents))
      result.write(sum, over: root, in: part)
    }
    return result
  }

  /// Returns the elements of each node.
  private func roots(_ extents: [Int]) -> AxisParts {
    AxisParts(rootsBetween: cuts, extent: extents[axis])
  }
}
