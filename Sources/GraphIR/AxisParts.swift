/// An axis divided into intervals, in order of position.
package struct AxisParts: Sendable {
  /// The intervals: adjacent, together the whole axis; some may be empty.
  package let intervals: [Range<Int>]

  /// The segments of an axis between cuts.
  ///
  /// - Requires: the cuts rise inside `0...extent`.
  package init(between cuts: [Int], extent: Int) {
    let bounds = [0] + cuts + [extent]
    intervals = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
  }

  /// What the nodes of a balanced tree over an axis stand for that lie inside one segment between
  /// cuts and in no larger such node.
  ///
  /// Node j of level k stands for j·2ᵏ ≤ i < (j + 1)·2ᵏ up to the end of the axis, so that the node at
  /// the end may be as large as its start allows.
  ///
  /// - Requires: the cuts rise inside `0...extent`.
  package init(rootsBetween cuts: [Int], extent: Int) {
    var roots: [Range<Int>] = []
    for segment in Self(between: cuts, extent: extent).intervals {
      var start = segment.lowerBound
      while start < segment.upperBound {
        var size = start == 0 ? 1 << 62 : start & -start
        while min(size, extent - start) > segment.upperBound - start { size /= 2 }
        roots.append(start..<start + min(size, extent - start))
        start = roots[roots.count - 1].upperBound
      }
    }
    intervals = roots
  }

  /// The number of intervals.
  package var count: Int { intervals.count }

  /// Returns what the given intervals stand for together.
  ///
  /// - Requires: there is one.
  func hull(of positions: Range<Int>) -> Range<Int> {
    intervals[positions.lowerBound].lowerBound..<intervals[positions.upperBound - 1].upperBound
  }

  /// Returns the positions of the intervals that lie inside `bounds`.
  ///
  /// - Requires: no interval is empty.
  package func positions(inside bounds: Range<Int>) -> Range<Int> {
    let first = intervals.firstIndex { $0.lowerBound >= bounds.lowerBound } ?? count
    let last = intervals.lastIndex { $0.upperBound <= bounds.upperBound } ?? -1
    return first..<max(first, last + 1)
  }
}

extension Op {
  /// Throws, citing `constraint`, iff the cuts do not rise inside an axis.
  func requireCuts(_ cuts: [Int], extent: Int, _ constraint: String) throws(Diagnostic) {
    try require(
      zip([0] + cuts, cuts + [extent]).allSatisfy { $0 <= $1 },
      "\(constraint): cuts \(cuts) do not rise inside 0 … \(extent)")
  }
}
