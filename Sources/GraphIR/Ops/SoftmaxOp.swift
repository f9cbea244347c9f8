import Glibc

/// An op that normalises a tensor over some axes.
protocol SoftmaxOp: Op {
  /// The dimensions over which the tensor is normalised.
  var axes: [Int] { get }
}

extension SoftmaxOp {
  /// Returns the operand's type; throws C1 or C2.
  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try require(x.elementType.isFloatingPoint, "C1: \(x) is not a float")
    try require(!axes.isEmpty, "C2: axes are [], expected one or more")
    try requireAxes(axes, rank: x.rank, "C2")
    return x
  }

  /// Returns the part with the axes whole.
  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    [part.extended(along: axes, to: operands[0].extents)]
  }

  /// Returns `value` of x − max and Σ exp(x − max) over `part`, where maximum and sum run over the
  /// axes.
  func normalised(
    _ x: PlacedArray, over part: Region, _ value: (_ x: Double, _ sum: Double) -> Double
  ) -> NDArray {
    if part.isEmpty { return NDArray(zeros: x.elementType, part.extents) }
    let values: [Double] = x.data.widened()
    var result = [Double](repeating: 0, count: part.count)
    let y = PlacedArray.Layout(part)
    /// Returns what the wanted elements along the axes add to an offset.
    func wanted(_ layout: PlacedArray.Layout) -> [Int] {
      Offsets.sums(part.bounds.indices.map { axes.contains($0) ? layout.table($0, part[$0]) : [0] })
    }
    let kept = part.bounds.indices.map { axes.contains($0) ? [0] : y.table($0, part[$0]) }
    let fibers = Fibers(of: part, along: axes, in: x)
    let tree = BalancedSum(x.extents, axes: axes)
    var exponentials = [Double](repeating: 0, count: fibers.offsets.count)
    let targets = Array(zip(wanted(x.layout), wanted(y)))
    for (from, to) in zip(fibers.starts, Offsets.sums(kept)) {
      var largest = -Double.infinity
      for offset in fibers.offsets { largest = max(largest, values[from + offset]) }
      for (i, offset) in fibers.offsets.enumerated() {
        exponentials[i] = exp(values[from + offset] - largest)
      }
      let sum = tree.sum(of: &exponentials)
      for (source, target) in targets {
        result[to + target] = value(values[from + source] - largest, sum)
      }
    }
    return NDArray(narrowing: result, to: x.elementType, part.extents)
  }
}
