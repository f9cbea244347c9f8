import GraphIR

/// The search for the cuts of one mesh axis that make its slowest part fastest.
///
/// The axis is cut into many small pieces first, in a partition of its own; a part is some pieces in
/// a row. What a part takes is the sum over the levels of the network, which are the values that are
/// cut at the same places: what computing its share takes, and the rims that it reads from the
/// parts beside it.
struct CutSearch {
  /// The values that are cut at the same places.
  private struct Level {
    /// Where each piece begins, and where the last ends.
    let bounds: [Int]
    /// The seconds for each element along the axis.
    var secondsPerElement = 0.0
    /// The number of steps.
    var stepCount = 0
  }

  /// The most pieces; where the axis is longer, pieces are multiples of the total stride.
  private static let mostPieces = 64

  /// The cuts into parts of about equal length.
  let evenCuts: [Int]
  private let model: CostModel
  private let bounds: [Int]
  private var levels: [Level] = []
  /// The seconds of the rim below each piece, and above it.
  private var rims: [(low: Double, high: Double)]

  /// The pieces of an axis of a graph when other axes have `others` ranks; nil where the axis cannot
  /// be cut into `count` pieces that are not empty.
  init?(
    _ graph: Graph, axis: MeshRequest.Axis, anchor name: String, others: Int, model: CostModel
  ) throws(Diagnostic) {
    self.model = model
    let whole = try Partition(graph, MeshRequest([.init(axis.name, 1)], anchor: name))
    let anchor = try Anchor(name, in: graph)
    let dimension = try anchor.axes(MeshRequest([axis]))[0].dimension
    let extent = graph[anchor.value].type.extents[dimension]
    let totalStride = whole.totalStride(anchor.value, dimension)
    evenCuts = Anchor.evenIntervals(extent, axis.count, stride: totalStride).dropFirst()
      .map(\.lowerBound)
    let stride = extent <= Self.mostPieces ? 1 : totalStride
    let most = stride * Self.mostPieces
    let step = max((extent + most - 1) / most, 1) * stride
    bounds = Array(Swift.stride(from: 0, to: extent, by: step)) + [extent]
    rims = []
    if bounds.count - 1 < max(axis.count, 2) { return nil }
    let pieces = MeshRequest(
      [.init(axis.name, bounds.count - 1)],
      cuts: [.init(axis.name ?? "", Array(bounds.dropFirst().dropLast()))], anchor: name)
    rims = bounds.dropFirst().map { _ in (0, 0) }
    measure(graph, try Partition(graph, pieces).splits.map { $0[0] }, others: Double(others))
  }

  /// Enters what the values of a graph take.
  private mutating func measure(_ graph: Graph, _ splits: [Split?], others: Double) {
    var levelOf: [[Int]: Int] = [:]
    var reaches: [Value: [(low: Int, high: Int)]] = [:]
    let isLive = Uses(graph).isLive
    for value in graph.values where isLive[value.index] {
      guard let split = splits[value.index] else { continue }
      let node = graph[value]
      let cuts = split.intervals.map(\.lowerBound) + [split.intervals.last?.upperBound ?? 0]
      // Pieces of a value that runs the other way fall; they are no levels, only rims.
      let work = NodeWork(value, in: graph)
      if !work.isFree && cuts == cuts.sorted() {
        let level = levelOf[cuts] ?? levels.count
        if level == levels.count {
          levels.append(Level(bounds: cuts))
          levelOf[cuts] = level
        }
        let seconds = model.seconds(work.over(node.type.whole)) - model.machine.stepLatency
        let length = Double(node.type.extents[split.dimension])
        levels[level].secondsPerElement += seconds / length / others
        levels[level].stepCount += 1
      }
      for (operand, reach) in Self.reach(value, in: graph, splits) {
        let known = reaches[operand] ?? reach
        reaches[operand] = zip(known, reach).map { (max($0.low, $1.low), max($0.high, $1.high)) }
      }
    }
    for value in graph.values {
      guard let reach = reaches[value], let split = splits[value.index] else { continue }
      let type = graph[value].type
      let bytes = Double(type.byteCount) / Double(type.extents[split.dimension]) / others
      for (piece, widths) in reach.enumerated() {
        rims[piece].low += seconds(rim: widths.low, bytes)
        rims[piece].high += seconds(rim: widths.high, bytes)
      }
    }
  }

  private func seconds(rim width: Int, _ bytes: Double) -> Double {
    width <= 0
      ? 0
      : model.machine.messageLatency
        + Double(width) * bytes / (model.machine.messageBandwidth * 1e9)
  }

  /// Returns how far each piece of a value reads beyond the same piece of its operands that are split
  /// and computed.
  private static func reach(_ value: Value, in graph: Graph, _ splits: [Split?]) -> [(
    Value, [(low: Int, high: Int)]
  )] {
    let node = graph[value]
    let types = node.operands.map { graph[$0].type }
    guard let split = splits[value.index] else { return [] }
    let reads = split.intervals.map { interval in
      var box = node.type.whole
      box[split.dimension] = interval
      return node.op.reads(box.isEmpty ? .empty(rank: box.rank) : box, of: types)
    }
    return node.operands.enumerated().compactMap { position, operand in
      guard let own = splits[operand.index], !(graph[operand].op is Input) else { return nil }
      return (
        operand,
        zip(reads, own.intervals).map { reads, interval in
          if reads[position].isEmpty { return (0, 0) }
          let read = reads[position][own.dimension]
          return (interval.lowerBound - read.lowerBound, read.upperBound - interval.upperBound)
        }
      )
    }
  }

  /// Returns the seconds of the part from one piece up to another.
  private func seconds(_ first: Int, _ end: Int) -> Double {
    var sum = (first > 0 ? rims[first].low : 0) + (end < rims.count ? rims[end - 1].high : 0)
    for level in levels {
      let length = level.bounds[end] - level.bounds[first]
      if length == 0 { continue }
      sum +=
        Double(length) * level.secondsPerElement
        + Double(level.stepCount) * model.machine.stepLatency
    }
    return sum
  }

  /// Returns the cuts into `count` parts with the fastest slowest part; among equals those with the
  /// least sum of squares, so that the other parts are even.
  func cuts(count: Int) -> [Int] {
    let pieces = rims.count
    let table = (0..<pieces).map { first in
      (0...pieces).map { $0 > first ? seconds(first, $0) : .infinity }
    }
    // Of the parts up to a piece: the slowest, and the sum of the squares of all.
    var best = (0...pieces).map { $0 > 0 ? (table[0][$0], table[0][$0] * table[0][$0]) : Self.none }
    // Where the last of these parts begins, by their number and their end.
    var choices: [[Int]] = []
    for _ in 1..<max(count, 1) {
      var next = best.map { _ in Self.none }
      var choice = best.map { _ in 0 }
      for end in 1...pieces {
        for middle in 1..<max(end, 1) {
          let last = table[middle][end]
          let parts = (max(best[middle].0, last), best[middle].1 + last * last)
          if parts < next[end] { (next[end], choice[end]) = (parts, middle) }
        }
      }
      best = next
      choices.append(choice)
    }
    var (starts, end) = ([Int](), pieces)
    for choice in choices.reversed() {
      end = choice[end]
      starts.append(end)
    }
    return starts.reversed().map { bounds[$0] }
  }

  /// What no parts take.
  private static let none = (Double.infinity, Double.infinity)
}
