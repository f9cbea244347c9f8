extension NDArray {
  /// Replaces the elements inside `box` by those of `piece`, where the array's own elements are those
  /// of the box `whole`, all in global coordinates.
  ///
  /// - Requires: equal element types; `piece` has the extents of `box`, and the array those of
  ///   `whole`, which contains `box`.
  public mutating func write(_ piece: NDArray, over box: Region, in whole: Region) {
    precondition(piece.extents == box.extents && extents == whole.extents && whole.contains(box))
    let copy = BoxCopy(box, from: box, to: whole, elementByteCount: elementType.byteCount)
    piece.withUnsafeBytes { source in
      withUnsafeMutableBytes { target in
        if let from = source.baseAddress, let to = target.baseAddress { copy.run(from, to) }
      }
    }
  }
}

/// The copy of a box between two places that hold larger boxes, row by row.
public struct BoxCopy: Sendable {
  /// The number of bytes that lie together in both places.
  public let rowByteCount: Int
  /// The offset in bytes of each row in the source.
  private let sources: [Int]
  /// The offset in bytes of each row in the target.
  private let targets: [Int]

  /// The copy of `box` out of memory that holds the box `source` into memory that holds the box
  /// `target`, both in row-major order.
  ///
  /// - Requires: both contain `box`.
  public init(_ box: Region, from source: Region, to target: Region, elementByteCount: Int) {
    guard !box.isEmpty else {
      (rowByteCount, sources, targets) = (0, [], [])
      return
    }
    // The innermost dimensions that are whole in both places make one row with the next one.
    var first = box.rank
    var rowLength = 1
    while first > 0 {
      first -= 1
      rowLength *= box[first].count
      if box[first] != source[first] || box[first] != target[first] { break }
    }
    rowByteCount = rowLength * elementByteCount
    let rows = Region(Array(box.bounds[..<first]))
    func offsets(_ place: Region) -> [Int] {
      let strides = Extents.strides(place.extents)
      let start = (0..<box.rank).reduce(0) {
        $0 + (box[$1].lowerBound - place[$1].lowerBound) * strides[$1]
      }
      var offsets: [Int] = []
      offsets.reserveCapacity(rows.count)
      rows.forEach { index in
        var offset = start
        for dimension in 0..<first {
          offset += (index[dimension] - rows[dimension].lowerBound) * strides[dimension]
        }
        offsets.append(offset * elementByteCount)
      }
      return offsets
    }
    sources = offsets(source)
    targets = offsets(target)
  }

  /// The number of bytes that are copied.
  public var byteCount: Int { rowByteCount * sources.count }
  /// The number of rows.
  public var rowCount: Int { sources.count }

  /// Copies all rows.
  public func run(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer) {
    run(0..<sources.count, source, target)
  }

  /// Copies some of the rows.
  public func run(
    _ rows: Range<Int>, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    for row in rows {
      (target + targets[row]).copyMemory(from: source + sources[row], byteCount: rowByteCount)
    }
  }
}
