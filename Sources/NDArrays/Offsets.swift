/// Offsets of elements that are a sum of one term per dimension.
public enum Offsets {
  /// Returns the sum of one entry of each table for every combination, the last table fastest;
  /// `[0]` where there are no tables.
  public static func sums(_ tables: [[Int]]) -> [Int] {
    var sums = [0]
    for table in tables {
      var next: [Int] = []
      next.reserveCapacity(sums.count * table.count)
      for sum in sums {
        for term in table { next.append(sum + term) }
      }
      sums = next
    }
    return sums
  }
}

extension PlacedArray.Layout {
  /// Returns what each global coordinate along one dimension adds to an offset.
  ///
  /// - Requires: the coordinates are inside the box.
  public func table(_ dimension: Int, _ coordinates: some Sequence<Int>) -> [Int] {
    let (bounds, stride) = (box[dimension], strides[dimension])
    return coordinates.map { coordinate in
      precondition(bounds.contains(coordinate), "read outside of the held box")
      return (coordinate - bounds.lowerBound) * stride
    }
  }

  /// Returns what the coordinates of `part` add to an offset, a table for each dimension.
  ///
  /// - Requires: the box contains `part`, or `part` is empty.
  public func tables(_ part: Region) -> [[Int]] {
    if part.isEmpty { return part.bounds.map { _ in [] } }
    return part.bounds.enumerated().map { table($0, $1) }
  }
}

extension PlacedArray {
  /// The row-major order of the box.
  public var layout: Layout { Layout(box) }

  /// Returns the elements at the sums of offsets of the given tables.
  ///
  /// - Requires: `extents` holds as many elements as there are sums.
  public func taking(_ tables: [[Int]], extents: [Int]) -> NDArray {
    data.taking(Offsets.sums(tables), extents: extents)
  }
}

extension PlacedArray.Layout {
  /// Calls `body` with the offset of the first element, the number of elements and their distance
  /// for each run of `part` along its last dimension that is longer than 1, in row-major order.
  ///
  /// - Requires: the box contains `part`, or `part` is empty.
  public func forEachRun(
    of part: Region, _ body: (_ start: Int, _ count: Int, _ stride: Int) -> Void
  ) {
    if part.isEmpty { return }
    guard let along = part.bounds.lastIndex(where: { $0.count > 1 }) else {
      body(offset(part.bounds.map(\.lowerBound)), 1, 1)
      return
    }
    var starts = part
    starts[along] = part[along].lowerBound..<part[along].lowerBound + 1
    precondition(box.contains(part), "read outside of the held box")
    for start in Offsets.sums(tables(starts)) { body(start, part[along].count, strides[along]) }
  }
}
