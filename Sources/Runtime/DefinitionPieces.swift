/// How the box of a step is cut for a definition, whose working memory grows with what it computes and
/// reads.
enum DefinitionPieces {
  /// The elements that a piece computes and reads, about.
  private static let size = 1 << 20

  /// Returns the pieces of a step's result: slices along the dimension where halves read the least.
  static func of(_ op: any Op, _ signature: Signature) -> [Region] {
    let (box, types) = (signature.result.box, signature.operands.map(\.type))
    /// Returns the number of elements that are computed and read for a part.
    func work(_ part: Region) -> Int {
      op.reads(part, of: types).reduce(part.count) { $0.addingSaturated($1.count) }
    }
    let whole = box.isEmpty ? 0 : work(box)
    guard whole > size / 16 else { return [box] }
    let halves = box.bounds.indices.filter { box[$0].count > 1 }.map { dimension in
      (dimension: dimension, work: work(box.slice(0, of: 2, along: dimension)))
    }
    guard let best = halves.min(by: { $0.work < $1.work }) else { return [box] }
    // Where halves read all that the whole does, more pieces are more work.
    let fitting = best.work < whole / 4 * 3 ? whole / size : 1
    let count = min(max(fitting, signature.threads), box[best.dimension].count)
    return (0..<count).map { box.slice($0, of: count, along: best.dimension) }
  }
}

extension Region {
  /// Returns one of `count` slices along a dimension.
  fileprivate func slice(_ index: Int, of count: Int, along dimension: Int) -> Region {
    var slice = self
    let (lower, length) = (bounds[dimension].lowerBound, bounds[dimension].count)
    slice[dimension] = lower + length * index / count..<lower + length * (index + 1) / count
    return slice
  }
}
