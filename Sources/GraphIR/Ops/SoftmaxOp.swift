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
    try require(
      !axes.isEmpty && Set(axes).count == axes.count
        && axes.allSatisfy { x.extents.indices.contains($0) },
      "C2: axes \(axes) are not distinct dimensions of \(x)")
    return x
  }

  /// Returns the part with the axes whole.
  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    var box = part
    if !part.isEmpty { for axis in axes { box[axis] = 0..<operands[0].extents[axis] } }
    return [box]
  }
}
