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
    func ofSum(_ terms: Int) -> [Double] {
      let magnitudes = operands.map { operand in
        PlacedArray(
          NDArray(operand.elementType, operand.extents, operand.data.asDoubles().map(abs)))
      }
      let factor = (Double(terms).squareRoot() + 4) * unit
      return op.evaluate(magnitudes, over: box).asDoubles()
        .map { $0 * factor }
    }
    switch op {
    case let op as Convolution:
      let bounds = ofSum(operands[1].extents.dropFirst().reduce(1, *))
      // The transforms of tiles lose a few bits.
      return op.tile.isEmpty ? bounds : bounds.map { $0 * 8 }
    case is TransposedConvolution:
      return ofSum(operands[1].extents.reduce(1, *) / max(operands[1].extents[1], 1))
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
