/// The operand repeated along new dimensions and along dimensions of extent 1.
///
///     %y = broadcast(%x) {extents = [1, 8, 4, 4], axes = [1]} : f32[1, 8, 4, 4]
///
/// Dimension i of x becomes dimension axes[i] of y; y repeats x along all others, and along those
/// where x has extent 1.
///
/// - C1: axes has an entry for each dimension of x; they are distinct dimensions of the result.
/// - C2: no extent is negative, and each extent of x is the result's or 1.
public struct Broadcast: Op {
  public static let mnemonic = "broadcast"
  /// The extents of the result.
  public let extents: [Int]
  /// The result's dimension for each dimension of the operand.
  public let axes: [Int]

  /// A broadcast to `extents`.
  public init(extents: [Int], axes: [Int]) {
    self.extents = extents
    self.axes = axes
  }

  public static func plain(rank: Int) -> Broadcast { Broadcast(extents: [], axes: []) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try require(
      axes.count == x.rank, "C1: axes \(axes) do not name a dimension for each of \(x)")
    try requireAxes(axes, rank: extents.count, "C1")
    try require(extents.allSatisfy { $0 >= 0 }, "C2: extents \(extents) have a negative entry")
    for (dimension, axis) in axes.enumerated() {
      let extent = x.extents[dimension]
      try require(
        extent == 1 || extent == extents[axis],
        "C2: dimension \(dimension) of \(x) has extent \(extent), expected 1 or \(extents[axis])")
    }
    return TensorType(x.elementType, extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    if part.isEmpty { return [.empty(rank: axes.count)] }
    return [
      Region(
        axes.enumerated().map { dimension, axis in
          operands[0].extents[dimension] == 1 ? 0..<1 : part[axis]
        })
    ]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    var tables = part.bounds.map { [Int](repeating: 0, count: $0.count) }
    for (dimension, axis) in axes.enumerated() where !part.isEmpty && x.extents[dimension] != 1 {
      tables[axis] = x.layout.table(dimension, part[axis])
    }
    return x.taking(tables, extents: part.extents)
  }
}
