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
    try requireAxis(axis, rank: x.rank, "C2")
    return x
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    if part.isEmpty { return [part] }
    var box = part
    let own = exclusive ? 1 : 0
    let extent = operands[0].extents[axis]
    box[axis] =
      reverse ? part[axis].lowerBound + own..<extent : 0..<part[axis].upperBound - own
    return [box]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    operands[0].elementType.isFloatingPoint
      ? evaluate(operands[0], over: part, in: Double.self)
      : evaluate(operands[0], over: part, in: Int64.self)
  }

  /// Returns `part` of the result, with sums in the lane.
  private func evaluate<L: Lane>(_ x: PlacedArray, over part: Region, in _: L.Type) -> NDArray {
    let type = x.elementType
    var result = [L](repeating: .zero, count: part.count)
    let read = reads(part, of: [TensorType(type, x.extents)])[0]
    if read.isEmpty { return NDArray(narrowing: result, to: type, part.extents) }
    let values: [L] = x.data.widened()
    let (from, to) = (x.layout, PlacedArray.Layout(part))
    /// Returns the offset of the first element of each line along the axis.
    func starts(_ layout: PlacedArray.Layout) -> [Int] {
      Offsets.sums(part.bounds.indices.map { $0 == axis ? [0] : layout.table($0, part[$0]) })
    }
    // The offset of each cell, and of the result that is complete with it, where it is wanted.
    let lag = exclusive ? (reverse ? -1 : 1) : 0
    var line = read[axis].map { cell in
      let complete = cell + lag
      return (
        from.table(axis, [cell])[0],
        part[axis].contains(complete) ? to.table(axis, [complete])[0] : nil
      )
    }
    if reverse { line.reverse() }
    for (source, target) in zip(starts(from), starts(to)) {
      var sum = L.zero
      for (cell, complete) in line {
        sum = L.sum(sum, values[source + cell])
        if let complete { result[target + complete] = sum }
      }
    }
    return NDArray(narrowing: result, to: type, part.extents)
  }
}
