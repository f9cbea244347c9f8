/// A product of two tensors, summed over pairs of dimensions.
///
///     %y = contract(%a, %b) {batch = [[0, 0]], contracting = [[2, 1]]} : f32[2, 3, 5]
///
/// Each pair names a dimension of the left and one of the right operand. The result has the batch
/// dimensions, then the left operand's free ones, then the right operand's:
/// y[b, l, r] = Σ_k left[b, l, k] · right[b, r, k], where k runs over the contracted dimensions in
/// row-major order of the list.
///
/// No pairs at all make an outer product. (dot_general of StableHLO.)
///
/// - C1: the operands have equal element types, a float or an integer.
/// - C2: each pair has two entries, and no dimension of an operand is named twice.
/// - C3: the dimensions of a pair have equal extents.
public struct Contract: Op {
  public static let mnemonic = "contract"
  /// The pairs of dimensions that the result keeps once.
  public let batch: [[Int]]
  /// The pairs of dimensions that are summed over.
  public let contracting: [[Int]]

  /// A contraction over the given pairs `[left, right]`.
  public init(batch: [[Int]] = [], contracting: [[Int]]) {
    self.batch = batch
    self.contracting = contracting
  }

  public static func plain(rank: Int) -> Contract { Contract(contracting: []) }

  /// Returns the dimensions of the left (0) or right (1) operand that no pair names.
  public func free(_ side: Int, rank: Int) -> [Int] {
    let named = (batch + contracting).map { $0[side] }
    return (0..<rank).filter { !named.contains($0) }
  }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(2, operands)
    let (left, right) = (operands[0], operands[1])
    try require(
      left.elementType == right.elementType && left.elementType != .bool,
      "C1: operands are \(left) and \(right), expected equal numeric element types")
    let pairs = batch + contracting
    for pair in pairs {
      try require(pair.count == 2, "C2: \(pair) is not a pair of dimensions")
    }
    try requireAxes(pairs.map { $0[0] }, rank: left.rank, "C2: left")
    try requireAxes(pairs.map { $0[1] }, rank: right.rank, "C2: right")
    for pair in pairs {
      let (l, r) = (left.extents[pair[0]], right.extents[pair[1]])
      try require(
        l == r, "C3: dimension \(pair[0]) of \(left) and \(pair[1]) of \(right) differ in extent")
    }
    return TensorType(
      left.elementType,
      batch.map { left.extents[$0[0]] } + free(0, rank: left.rank).map { left.extents[$0] }
        + free(1, rank: right.rank).map { right.extents[$0] })
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    if part.isEmpty { return operands.map { .empty(rank: $0.rank) } }
    let leftCount = free(0, rank: operands[0].rank).count
    return operands.enumerated().map { side, operand in
      var box = operand.whole
      for (position, pair) in batch.enumerated() { box[pair[side]] = part[position] }
      let first = batch.count + (side == 0 ? 0 : leftCount)
      for (position, dimension) in free(side, rank: operand.rank).enumerated() {
        box[dimension] = part[first + position]
      }
      return box.isEmpty ? .empty(rank: operand.rank) : box
    }
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    operands[0].elementType.isFloatingPoint
      ? evaluate(operands, over: part, in: Double.self)
      : evaluate(operands, over: part, in: Int64.self)
  }

  /// Returns the result, computed in a lane.
  private func evaluate<L: Lane>(_ operands: [PlacedArray], over part: Region, in _: L.Type)
    -> NDArray
  {
    let boxes = reads(part, of: operands.map { TensorType($0.elementType, $0.extents) })
    let (x, y): ([L], [L]) = (operands[0].data.widened(), operands[1].data.widened())
    /// Returns the offsets of an operand for all coordinates of some of its dimensions.
    func offsets(_ side: Int, _ dimensions: [Int]) -> [Int] {
      let layout = operands[side].layout
      return Offsets.sums(dimensions.map { layout.table($0, boxes[side][$0]) })
    }
    var result: [L] = []
    result.reserveCapacity(part.count)
    if boxes.contains(where: \.isEmpty) {
      result = .init(repeating: .zero, count: part.count)
    } else {
      let (xs, ys) = (
        offsets(0, free(0, rank: boxes[0].rank)), offsets(1, free(1, rank: boxes[1].rank))
      )
      let (xk, yk) = (offsets(0, contracting.map { $0[0] }), offsets(1, contracting.map { $0[1] }))
      for (xb, yb) in zip(offsets(0, batch.map { $0[0] }), offsets(1, batch.map { $0[1] })) {
        for xf in xs {
          for yf in ys {
            var sum = L.zero
            for k in xk.indices {
              sum = L.sum(sum, L.product(x[xb + xf + xk[k]], y[yb + yf + yk[k]]))
            }
            result.append(sum)
          }
        }
      }
    }
    return NDArray(narrowing: result, to: operands[0].elementType, part.extents)
  }
}
