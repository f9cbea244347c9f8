/// The sum of each block of a grid that starts at 0: the first half of a sum that has the same bits
/// on every mesh; `tree_sum` is the other.
///
///     %s = block_sum(%x) {block = [1, 1, 8, 8]} : f64[1, 4, 2, 2]
///
/// y[o] = Σ x[i] over o·block ≤ i < (o + 1)·block, inside x. Each block is summed in row-major order,
/// in f64 for floats; integers wrap.
///
/// - C1: block has an entry of at least 1 for each dimension.
/// - C2: the elements are not bool.
public struct BlockSum: Op {
  public static let mnemonic = "block_sum"
  /// The extents of a block; 1 where nothing is summed.
  public let block: [Int]

  /// Sums over blocks of the given extents.
  public init(block: [Int]) { self.block = block }

  public static func plain(rank: Int) -> BlockSum {
    BlockSum(block: .init(repeating: 1, count: rank))
  }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try require(
      block.count == x.rank && block.allSatisfy { $0 >= 1 },
      "C1: block \(block) does not have a positive entry for each dimension of \(x)")
    try require(x.elementType != .bool, "C2: elements are bool, expected numbers")
    return TensorType(
      x.elementType.isFloatingPoint ? .f64 : x.elementType,
      x.extents.indices.map { (x.extents[$0] + size($0, x) - 1) / size($0, x) })
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    if part.isEmpty { return [.empty(rank: part.rank)] }
    return [cells(part, of: operands[0])]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    operands[0].elementType.isFloatingPoint
      ? evaluate(operands[0], over: part, to: .f64, in: Double.self)
      : evaluate(operands[0], over: part, to: operands[0].elementType, in: Int64.self)
  }

  /// Returns the result, computed in a lane.
  private func evaluate<L: Lane>(
    _ operand: PlacedArray, over part: Region, to type: ElementType, in _: L.Type
  ) -> NDArray {
    let x: PlacedLane<L> = operand.lane()
    let operandType = TensorType(operand.elementType, operand.extents)
    var result: [L] = []
    result.reserveCapacity(part.count)
    part.forEach { index in
      let cells = cells(Region(index.map { $0..<$0 + 1 }), of: operandType)
      var sum = L.zero
      x.layout.forEachRun(of: cells) { start, count, stride in
        for i in 0..<count { sum = L.sum(sum, x.values[start + i * stride]) }
      }
      result.append(sum)
    }
    return NDArray(narrowing: result, to: type, part.extents)
  }

  /// Returns the elements of the operand in the given blocks.
  private func cells(_ blocks: Region, of x: TensorType) -> Region {
    Region(
      blocks.bounds.enumerated().map { dimension, bounds in
        let size = size(dimension, x)
        return bounds.lowerBound * size..<min(bounds.upperBound * size, x.extents[dimension])
      })
  }

  /// Returns the extent of a block, no larger than it needs to be, so that products do not overflow.
  private func size(_ dimension: Int, _ x: TensorType) -> Int {
    min(block[dimension], max(x.extents[dimension], 1))
  }
}
