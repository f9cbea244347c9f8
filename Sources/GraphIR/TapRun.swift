/// The results of one dimension that one tap of a window contributes to, and the cells that it takes
/// for them, both at equal distances.
package struct TapRun {
  /// The position of the tap in its window.
  package let tap: Int
  /// The first result.
  package let result: Int
  /// The cell for the first result.
  package let cell: Int
  /// The number of results.
  package let count: Int
}

/// How the taps of a window along one dimension join results and cells.
package protocol TapGeometry {
  /// The distance between the results of a tap.
  var resultStep: Int { get }
  /// The distance between the cells of a tap.
  var cellStep: Int { get }
  /// Returns the taps that take cells of an image of `extent` for `results`, in ascending order.
  func runs(over results: Range<Int>, in extent: Int) -> [TapRun]
}

extension TapGeometry {
  /// Returns the smallest interval of cells inside the image that all taps of `results` lie in.
  package func cells(under results: Range<Int>, in extent: Int) -> Range<Int> {
    var (lower, upper) = (Int.max, Int.min)
    for run in runs(over: results, in: extent) {
      lower = min(lower, run.cell)
      upper = max(upper, run.cell + (run.count - 1) * cellStep + 1)
    }
    return lower < upper ? lower..<upper : 0..<0
  }
}

extension Window: TapGeometry {
  package var resultStep: Int { 1 }
  package var cellStep: Int { stride }

  package func runs(over results: Range<Int>, in extent: Int) -> [TapRun] {
    (0..<size).compactMap { tap in
      let shift = tap * dilation - padding.low
      let first = max(results.lowerBound, (-shift).dividedUp(by: stride))
      let last = min(results.upperBound - 1, (extent - 1 - shift).dividedDown(by: stride))
      if first > last { return nil }
      return TapRun(
        tap: tap, result: first, cell: first * stride + shift, count: last - first + 1)
    }
  }
}

extension TransposedWindow: TapGeometry {
  package var resultStep: Int { stride }
  package var cellStep: Int { 1 }

  package func runs(over results: Range<Int>, in extent: Int) -> [TapRun] {
    (0..<size).compactMap { tap in
      let shift = tap * dilation - padding.low
      let first = max(0, (results.lowerBound - shift).dividedUp(by: stride))
      let last = min(extent - 1, (results.upperBound - 1 - shift).dividedDown(by: stride))
      if first > last { return nil }
      return TapRun(
        tap: tap, result: first * stride + shift, cell: first, count: last - first + 1)
    }
  }
}

extension Int {
  /// Returns the quotient rounded toward −∞.
  ///
  /// - Requires: the divisor is positive.
  func dividedDown(by divisor: Int) -> Int {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }

  /// Returns the quotient rounded toward +∞.
  ///
  /// - Requires: the divisor is positive.
  func dividedUp(by divisor: Int) -> Int {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest > 0 ? quotient + 1 : quotient
  }
}
