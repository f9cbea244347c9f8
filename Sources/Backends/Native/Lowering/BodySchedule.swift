/// When the values of a fused body are computed: block by block along the first spatial dimension, so
/// that of a value between no more is kept than the next blocks read.
///
/// Each element is computed once. A body whose values are small is one block.
struct BodySchedule {
  /// What is computed of a value in a block.
  struct Part {
    /// The box that is computed; empty where nothing new is needed.
    let new: Region
    /// The box that later steps of the block, or later blocks, may read: kept and new.
    let held: Region
    /// What is kept of the block before.
    let kept: Region
  }

  /// The parts of each value in each block; the inputs have none.
  private(set) var blocks: [[Part]] = []
  /// The most planes of each value that are held at a time.
  private(set) var heldPlanes: [Int]

  /// The schedule for a box of the result, whose blocks have about `planes` planes.
  ///
  /// `boxes` is what is needed of each value in all. What is held of a value that `isNowhere` is read
  /// from its operands.
  init(
    _ body: Graph, result: Region, boxes: [Region], planes: Int,
    isNowhere: (Value) -> Bool = { _ in false }
  ) {
    heldPlanes = body.nodes.map { _ in 0 }
    let output = body.outputs[0].value
    // Values without planes are computed once.
    var computed = boxes.map { $0.isEmpty || $0.rank <= 2 ? 0 : $0[2].lowerBound }
    var previous = boxes.map { Region.empty(rank: $0.rank) }
    var next = result.rank > 2 ? result[2].lowerBound : 0
    let end = result.rank > 2 ? result[2].upperBound : 1
    while next < end {
      let limit = min(end, (next / planes + 1) * planes)
      var block = result
      if result.rank > 2 { block[2] = next..<limit }
      var needed = boxes.map { Region.empty(rank: $0.rank) }
      needed[output.index] = block
      var parts: [Part?] = body.nodes.map { _ in nil }
      for value in body.values.reversed() where !needed[value.index].isEmpty {
        let node = body[value]
        if node.op is Input { continue }
        let part = Self.part(
          of: value, in: body, needed: needed[value.index], total: boxes[value.index],
          computed: computed[value.index], previous: previous[value.index],
          isOutput: value == output)
        parts[value.index] = part
        let read = isNowhere(value) ? part.held : part.new
        if read.isEmpty { continue }
        let reads = node.op.reads(read, of: node.operands.map { body[$0].type })
        for (operand, box) in zip(node.operands, reads) {
          needed[operand.index] = needed[operand.index].hull(box)
        }
      }
      blocks.append(
        parts.indices.map { index in
          guard let part = parts[index] else {
            let none = Region.empty(rank: boxes[index].rank)
            return Part(new: none, held: previous[index], kept: previous[index])
          }
          if !part.new.isEmpty, part.new.rank > 2 { computed[index] = part.new[2].upperBound }
          if part.held.rank > 2 { heldPlanes[index] = max(heldPlanes[index], part.held[2].count) }
          previous[index] = part.held
          return part
        })
      next = limit
    }
  }

  /// Returns what is computed and kept of a value of which `needed` is read in a block.
  private static func part(
    of value: Value, in body: Graph, needed: Region, total: Region, computed: Int,
    previous: Region, isOutput: Bool
  ) -> Part {
    if isOutput { return Part(new: needed, held: needed, kept: .empty(rank: needed.rank)) }
    guard total.rank > 2 else {
      let isKnown = !previous.isEmpty
      return Part(
        new: isKnown ? .empty(rank: total.rank) : total, held: total,
        kept: isKnown ? total : .empty(rank: total.rank))
    }
    let grid = tilePlanes(body[value].op)
    let upper = min(
      (needed[2].upperBound + grid - 1) / grid * grid, total[2].upperBound)
    let lower = needed[2].lowerBound
    var (new, held, kept) = (total, total, total)
    held[2] = lower..<max(upper, computed)
    // Planes that nothing reads are left out.
    new[2] = min(max(computed, lower), upper)..<upper
    if previous.isEmpty {
      kept = .empty(rank: total.rank)
      new[2] = lower..<upper
      held[2] = new[2]
    } else {
      kept[2] = lower..<max(min(previous[2].upperBound, held[2].upperBound), lower)
    }
    return Part(new: new, held: held, kept: kept)
  }

  /// Returns the planes that an op computes together.
  static func tilePlanes(_ op: any Op) -> Int {
    switch op {
    case let op as any TiledOp: op.tile.first ?? 1
    case let fused as Fused: fused.body.nodes.map { tilePlanes($0.op) }.max() ?? 1
    default: 1
    }
  }
}
