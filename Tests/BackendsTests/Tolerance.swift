import GraphIR
import Support

/// How far a backend's result may be from the definition's.
enum Tolerance {
  /// Returns the index of an element that is too far, with both values; nil where there is none.
  ///
  /// The operands are whole; the result is that over `box`, or the whole one.
  static func excess(
    _ op: any Op, _ operands: [PlacedArray], over box: Region? = nil, got: NDArray,
    expected: NDArray
  ) -> String? {
    if got == expected { return nil }
    let bounds = bounds(op, operands, box ?? Region(whole: expected.extents), expected)
    let (x, y) = (got.asDoubles(), expected.asDoubles())
    for i in x.indices where x[i] != y[i] && !(x[i].isNaN && y[i].isNaN) {
      let isNear = abs(x[i] - y[i]) <= bounds[i]
      if !isNear { return "[\(i)] is \(x[i]), expected \(y[i]) ± \(bounds[i])" }
    }
    return nil
  }

  /// The largest allowed distance of each element: 0 for ops that only move, (√K + 4) units in the
  /// last place of Σ|terms| for sums of K terms, some units for functions.
  private static func bounds(
    _ op: any Op, _ operands: [PlacedArray], _ box: Region, _ expected: NDArray
  ) -> [Double] {
    let values = expected.asDoubles()
    let unit: Double = expected.elementType == .f64 ? 0x1p-53 : 0x1p-24
    func relative(_ units: Double) -> [Double] {
      values.map { abs($0) * units * unit + 0x1p-149 }
    }
    func magnitudes() -> [Double] {
      let operands = operands.map { operand in
        PlacedArray(
          NDArray(operand.elementType, operand.extents, operand.data.asDoubles().map(abs)))
      }
      return op.evaluate(operands, over: box).asDoubles()
    }
    func ofSum(_ terms: Int) -> [Double] {
      magnitudes().map { $0 * (Double(terms).squareRoot() + 4) * unit }
    }
    switch op {
    case let op as Convolution where op.tile.contains { $0 > 1 } && op.tile.allSatisfy { $0 <= 4 }:
      // The transforms of small tiles lose a few bits.
      return ofSum(operands[1].extents.dropFirst().reduce(1, *)).map { $0 * 8 }
    case let op as any TiledOp where !op.tile.isEmpty:
      // The error of an element comes from all that its tile reads, and so may exceed any multiple
      // of the element's own terms.
      let bound = 1e-5 * (magnitudes().max() ?? 0)
      return values.map { _ in bound }
    case is any TiledOp:
      let weights = operands[1].extents
      let outputs = weights[op is TransposedConvolution ? 1 : 0]
      return ofSum(weights.reduce(1, *) / max(outputs, 1))
    case let op as Contract:
      return ofSum(op.contracting.reduce(1) { $0 * operands[0].extents[$1[0]] })
    case let op as AveragePool: return ofSum(op.window.reduce(1, *))
    case let op as BlockSum: return ofSum(op.block.reduce(1, *))
    case let op as CumulativeSum: return ofSum(operands[0].extents[op.axis])
    case is TreeSum: return ofSum(64)
    case is Resize: return ofSum(8).map { $0 * 4 + 1e-6 }
    case is Softmax: return relative(16)
    case is LogSoftmax: return values.map { (abs($0) + 4) * 16 * unit }
    case is Pointwise: return relative(10)
    case is Reduce: return relative(8)
    case is Fused: return values.map { (abs($0) + 4) * 16 * unit }
    default: return values.map { _ in 0 }
    }
  }
}
