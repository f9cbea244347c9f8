import GraphIR

/// A dimension of an operand and one of the result that are cut together: what lies below a cut of
/// the one depends, but for a halo, on what lies below a cut of the other.
///
/// Links are found by asking the op what halves of its result read, so that no op describes them.
/// They serve planning only: a missing link costs messages, never exactness.
struct Link: Hashable {
  /// The position of the operand.
  let operand: Int
  /// The dimension of the operand.
  let from: Int
  /// The dimension of the result.
  let to: Int
  /// `true` iff the result's dimension runs against the operand's, as behind a slice of step −1.
  let isReversed: Bool
  /// `true` iff a cut is the same number in both.
  let isIdentity: Bool
}

/// The links of a node.
struct Links {
  private let op: any Op
  private let types: [TensorType]
  private let whole: Region
  /// The links by the dimension of the result, then by operand.
  private(set) var all: [Link] = []

  /// The links of a node with operands of the given types.
  init(_ op: any Op, _ types: [TensorType], to result: TensorType) {
    self.op = op
    self.types = types
    whole = result.whole
    if whole.isEmpty { return }
    let all = op.reads(whole, of: types)
    for axis in 0..<whole.rank where whole[axis].count > 1 {
      for (operand, type) in types.enumerated() where !all[operand].isEmpty {
        let found = link(cutWith: axis, operand, all[operand])
        if let found, type.extents[found.from] > 1 { self.all.append(found) }
      }
    }
    addAligned()
  }

  /// Returns the link of an axis to the dimension of an operand that the parts of the result on the
  /// two sides of a cut read in part.
  ///
  /// The cut is at the middle; or else there is one element from each end, whose windows may be large;
  /// or else it is where half of the operand is read, of which only some of the result may read
  /// anything, as behind a concatenation or a pad.
  private func link(cutWith axis: Int, _ operand: Int, _ all: Region) -> Link? {
    let count = whole[axis].count
    return link(axis, 0..<count / 2, count / 2..<count, operand, all)
      ?? link(axis, 0..<1, count - 1..<count, operand, all)
      ?? halfRead(axis, operand, all).flatMap { link(axis, 0..<$0, $0..<count, operand, all) }
  }

  /// Returns the link to the dimension of an operand that two parts of the result read in part.
  private func link(
    _ axis: Int, _ below: Range<Int>, _ above: Range<Int>, _ operand: Int, _ all: Region
  ) -> Link? {
    let (low, high) = (reads(axis, below, operand), reads(axis, above, operand))
    for dimension in 0..<all.rank {
      let (a, b, c) = (low[dimension], high[dimension], all[dimension])
      if a == c || b == c || a.isEmpty || b.isEmpty { continue }
      return link(
        operand, from: dimension, to: axis,
        isReversed: a.lowerBound + a.upperBound > b.lowerBound + b.upperBound)
    }
    return nil
  }

  /// Returns the middle between the first cut of the result below which something of an operand is
  /// read, and the first below which all is; nil where they are one.
  private func halfRead(_ axis: Int, _ operand: Int, _ all: Region) -> Int? {
    /// Returns the first cut below which what is read meets a condition, as it then does above.
    func first(_ condition: (Region) -> Bool) -> Int {
      var (low, high) = (1, whole[axis].count)
      while low < high {
        let middle = (low + high) / 2
        if condition(reads(axis, 0..<middle, operand)) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    if reads(axis, 0..<1, operand) == all { return nil }
    let (some, every) = (first { !$0.isEmpty }, first { $0 == all })
    return some < every ? (some + every) / 2 : nil
  }

  /// Returns a link; cuts are equal where extents are and windows lie around their results, which
  /// their positions near the border, where they are clipped, do not show.
  private func link(_ operand: Int, from: Int, to: Int, isReversed: Bool) -> Link {
    let link = Link(
      operand: operand, from: from, to: to, isReversed: isReversed, isIdentity: false)
    let middle = whole[to].count / 2
    let isIdentity =
      !isReversed && types[operand].extents[from] == whole[to].count
      && abs(twiceCentre(link, middle) - 2 * middle) <= 2
    return Link(
      operand: operand, from: from, to: to, isReversed: isReversed, isIdentity: isIdentity)
  }

  /// Adds what reading does not show: a dimension that the op needs whole, like that of a softmax,
  /// stays where it is.
  private mutating func addAligned() {
    for axis in 0..<whole.rank
    where whole[axis].count > 1 && !all.contains(where: { $0.to == axis }) {
      for (operand, type) in types.enumerated()
      where type.rank == whole.rank && type.extents[axis] == whole[axis].count
        && !all.contains(where: { $0.operand == operand && $0.from == axis })
      {
        all.append(
          Link(operand: operand, from: axis, to: axis, isReversed: false, isIdentity: true))
      }
    }
  }

  private func reads(_ axis: Int, _ bounds: Range<Int>, _ operand: Int) -> Region {
    var part = whole
    part[axis] = bounds
    return op.reads(part, of: types)[operand]
  }

  /// Returns the position in the operand that belongs to the cut `y` of the result: the middle of
  /// what both sides read.
  func operandCut(_ link: Link, _ y: Int) -> Int {
    if link.isIdentity { return y }
    let (n, m) = (whole[link.to].count, types[link.operand].extents[link.from])
    if y <= 0 || y >= n { return (y <= 0) != link.isReversed ? 0 : m }
    return min(max((twiceCentre(link, y) + 1) / 2, 0), m)
  }

  /// Returns the cut of the result whose halo is most even around the position `x` of the operand.
  func resultCut(_ link: Link, _ x: Int) -> Int {
    if link.isIdentity { return x }
    let (n, m) = (whole[link.to].count, types[link.operand].extents[link.from])
    if x <= 0 || x >= m { return (x <= 0) != link.isReversed ? 0 : n }
    // `twiceCentre` rises, or falls where the link is reversed.
    var (low, high) = (0, n)
    while low < high {
      let middle = (low + high) / 2
      let isBehind =
        link.isReversed
        ? twiceCentre(link, middle) <= 2 * x : twiceCentre(link, middle) >= 2 * x
      if isBehind { high = middle } else { low = middle + 1 }
    }
    let distance = abs(twiceCentre(link, low) - 2 * x)
    return low > 0 && abs(twiceCentre(link, low - 1) - 2 * x) < distance ? low - 1 : low
  }

  /// Returns the sum of the bounds, at the cut, of what the two sides of the result's cut read.
  private func twiceCentre(_ link: Link, _ y: Int) -> Int {
    let (n, m) = (whole[link.to].count, types[link.operand].extents[link.from])
    func read(_ bounds: Range<Int>) -> Range<Int>? {
      let read = bounds.isEmpty ? nil : reads(link.to, bounds, link.operand)
      return read?.isEmpty == false ? read?[link.from] : nil
    }
    let (below, above) = (read(0..<y), read(y..<n))
    return link.isReversed
      ? (below?.lowerBound ?? m) + (above?.upperBound ?? 0)
      : (below?.upperBound ?? 0) + (above?.lowerBound ?? m)
  }

  /// Returns the intervals of the result that belong to those of the operand.
  func resultIntervals(_ link: Link, _ intervals: [Range<Int>]) -> [Range<Int>] {
    map(intervals, link) { resultCut(link, $0) }
  }

  /// Returns the intervals of the operand that belong to those of the result.
  func operandIntervals(_ link: Link, _ intervals: [Range<Int>]) -> [Range<Int>] {
    map(intervals, link) { operandCut(link, $0) }
  }

  /// Returns the intervals with their bounds mapped, so that they stay in order and disjoint.
  private func map(_ intervals: [Range<Int>], _ link: Link, _ cut: (Int) -> Int) -> [Range<Int>] {
    let bounds = Set(intervals.flatMap { [$0.lowerBound, $0.upperBound] }).sorted()
    var mapped: [Int: Int] = [:]
    var last = link.isReversed ? Int.max : 0
    for bound in bounds {
      last = link.isReversed ? min(last, cut(bound)) : max(last, cut(bound))
      mapped[bound] = last
    }
    return intervals.map { interval in
      // Every bound was mapped above.
      let (a, b) = (mapped[interval.lowerBound]!, mapped[interval.upperBound]!)
      return min(a, b)..<max(a, b)
    }
  }

  /// The number of elements of the operand for one of the result along the link, at least 1, or 1
  /// over the number of elements of the result for one of the operand.
  func rate(_ link: Link) -> Double {
    let (n, m) = (whole[link.to].count, types[link.operand].extents[link.from])
    let ratio = Double(m) / Double(n)
    return ratio >= 1 ? ratio.rounded() : 1 / (1 / ratio).rounded()
  }
}
