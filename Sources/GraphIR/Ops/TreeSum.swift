/// The sum over axes by a fixed balanced tree: the second half of a sum that has the same bits on
/// every mesh, behind `block_sum`.
///
///     %t = tree_sum(%s) {axes = [2, 3]} : f64[1, 4, 1, 1]
///
/// Along an axis, node j of level 0 is element j, and node j of level k is
/// node(k, j) = node(k − 1, 2j) + node(k − 1, 2j + 1), the sum of the elements
/// j·2ᵏ ≤ i < (j + 1)·2ᵏ. Where the second of them starts behind the end, node(k, j) is the first,
/// without an addition. The result is node 0 of the lowest level that has no node 1; 0 where there
/// are no elements. The tree is anchored at the global 0, so whoever holds all elements of a node
/// can send its value in their place: see `tree_roots`.
///
/// Each sum is rounded to the element type; integers wrap. Several axes are summed one after the
/// other in the order of the list. The axes remain, with extent 1.
///
/// - C1: the axes are distinct dimensions of x.
/// - C2: the elements are not bool.
public struct TreeSum: Op {
  public static let mnemonic = "tree_sum"
  /// The dimensions that are summed over, in this order.
  public let axes: [Int]

  /// A sum over `axes`.
  public init(axes: [Int]) { self.axes = axes }

  public static func plain(rank: Int) -> TreeSum { TreeSum(axes: []) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try requireAxes(axes, rank: x.rank, "C1")
    try require(x.elementType != .bool, "C2: elements are bool, expected numbers")
    return x.reducing(axes)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    [part.extended(along: axes, to: operands[0].extents)]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    let box = part.extended(along: axes, to: x.extents)
    if part.isEmpty { return NDArray(uninitialized: x.elementType, part.extents) }
    if box.isEmpty { return NDArray(zeros: x.elementType, part.extents) }
    var sum = x.slice(box)
    for axis in axes {
      while sum.extents[axis] > 1 { sum = Self.level(sum, along: axis) }
    }
    return sum
  }

  /// Returns the nodes above the given ones: the sum of each pair of neighbours.
  private static func level(_ nodes: NDArray, along axis: Int) -> NDArray {
    nodes.elementType.isFloatingPoint
      ? level(nodes, along: axis, in: Double.self) : level(nodes, along: axis, in: Int64.self)
  }

  /// Returns the nodes above the given ones, computed in a lane.
  private static func level<L: Lane>(_ nodes: NDArray, along axis: Int, in _: L.Type) -> NDArray {
    let values: [L] = nodes.widened()
    let (count, inner) = (nodes.extents[axis], Extents.strides(nodes.extents)[axis])
    var extents = nodes.extents
    extents[axis] = (count + 1) / 2
    var result: [L] = []
    result.reserveCapacity(extents.reduce(1, *))
    for row in stride(from: 0, to: values.count, by: count * inner) {
      for node in stride(from: 0, to: count, by: 2) {
        let first = row + node * inner
        for i in first..<first + inner {
          result.append(node + 1 < count ? L.sum(values[i], values[i + inner]) : values[i])
        }
      }
    }
    return NDArray(narrowing: result, to: nodes.elementType, extents)
  }
}
