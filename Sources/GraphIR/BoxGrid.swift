/// Boxes in the cells of the grid that their bounds make; boxes of a mesh make a small one.
package struct BoxGrid {
  /// Two of the boxes that share an element, an earlier and a later one; nil where all are disjoint.
  package private(set) var overlap: (Region, Region)?
  /// The rising bounds of the boxes along each dimension.
  private let lines: [[Int]]
  private let strides: [Int]
  /// The position of the first box of each cell that is in one.
  private var owners: [Int: Int] = [:]

  /// The grid of boxes of equal rank, some of which may be empty.
  package init(_ boxes: [Region]) {
    let full = boxes.filter { !$0.isEmpty }
    lines = (0..<(full.first?.rank ?? 0)).map { dimension in
      Set(full.flatMap { [$0[dimension].lowerBound, $0[dimension].upperBound] }).sorted()
    }
    strides = Extents.strides(lines.map(\.count))
    for (index, box) in boxes.enumerated() where !box.isEmpty {
      for cell in cells(meeting: box) {
        if let owner = owners[cell] {
          overlap = overlap ?? (boxes[owner], box)
        } else {
          owners[cell] = index
        }
      }
    }
  }

  /// Returns the positions, rising, of the boxes that share an element with `box`.
  ///
  /// - Requires: the boxes are disjoint.
  package func indices(meeting box: Region) -> [Int] {
    if box.isEmpty || lines.isEmpty { return [] }
    return Set(cells(meeting: box).compactMap { owners[$0] }).sorted()
  }

  /// Returns the cells that share an element with a box that is not empty.
  private func cells(meeting box: Region) -> [Int] {
    zip(lines, box.bounds).enumerated().reduce([0]) { cells, dimension in
      let (lines, bounds) = dimension.element
      let first = max(lines.position(of: bounds.lowerBound + 1) - 1, 0)
      let end = min(lines.position(of: bounds.upperBound), lines.count - 1)
      return cells.flatMap { cell in
        (first..<max(first, end)).map { cell + $0 * strides[dimension.offset] }
      }
    }
  }
}

extension [Int] {
  /// Returns the first position whose element is at least `bound`, in a rising list.
  fileprivate func position(of bound: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
