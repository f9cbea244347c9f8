/// Where the elements along some axes are, for each element of a result that has extent 1 there.
struct Fibers {
  /// The offset that belongs to each element of the result, in row-major order.
  let starts: [Int]
  /// What each element along the axes adds, in row-major order.
  let offsets: [Int]

  /// The fibers of an array along `axes` for `part` of a result.
  init(of part: Region, along axes: [Int], in x: PlacedArray) {
    let box = part.extended(along: axes, to: x.extents)
    let layout = x.layout
    if box.isEmpty {
      starts = .init(repeating: 0, count: part.count)
      offsets = []
      return
    }
    let kept = box.bounds.indices.map { axes.contains($0) ? [0] : layout.table($0, box[$0]) }
    let along = box.bounds.indices.map { axes.contains($0) ? layout.table($0, box[$0]) : [0] }
    starts = Offsets.sums(kept)
    offsets = Offsets.sums(along)
  }
}
