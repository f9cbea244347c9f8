/// The dimensions over which a kernel loops, with the places in memory of each of its tensors; as
/// few as possible.
struct IterationSpace: Sendable {
  /// The length along each dimension, outermost first.
  private(set) var extents: [Int] = []
  /// The distance in elements along each dimension, for each tensor.
  private(set) var strides: [[Int]]
  /// Where each tensor starts, in elements.
  let starts: [Int]

  /// The space with dimensions of length 1 left out, and neighbours merged where all tensors allow;
  /// tensors start at 0 unless `starts` tells.
  init(_ all: [Int], _ allStrides: [[Int]], starts: [Int]? = nil) {
    strides = allStrides.map { _ in [] }
    self.starts = starts ?? allStrides.map { _ in 0 }
    for dimension in all.indices.reversed() where all[dimension] != 1 {
      let canMerge =
        !extents.isEmpty
        && strides.indices.allSatisfy {
          allStrides[$0][dimension] == strides[$0][0] * extents[0]
        }
      if canMerge {
        extents[0] *= all[dimension]
        continue
      }
      extents.insert(all[dimension], at: 0)
      for tensor in strides.indices {
        strides[tensor].insert(allStrides[tensor][dimension], at: 0)
      }
    }
  }

  /// The elements of a box, at the same coordinates of tensors that are held in boxes around it.
  init(_ box: Region, in held: [Region]) {
    self.init(
      box.extents, held.map { Extents.strides($0.extents) }, starts: held.map { $0.offset(of: box) }
    )
  }

  /// The number of rows; a row is the last dimension.
  var rowCount: Int { extents.dropLast().reduce(1, *) }
  /// The number of elements of a row.
  var rowLength: Int { extents.last ?? 1 }
  /// Returns the distance of neighbours in a row of a tensor.
  func rowStride(_ tensor: Int) -> Int { strides[tensor].last ?? 0 }
}

extension Region {
  /// Returns where the first element of a box inside is, in row-major order.
  func offset(of box: Region) -> Int {
    zip(Extents.strides(extents), zip(bounds, box.bounds)).reduce(0) {
      $0 + $1.0 * ($1.1.1.lowerBound - $1.1.0.lowerBound)
    }
  }
}

extension IterationSpace {
  /// Returns the offset of a tensor's row.
  func offset(ofRow row: Int, _ tensor: Int) -> Int {
    var (rest, offset) = (row, starts[tensor])
    for dimension in stride(from: extents.count - 2, through: 0, by: -1) {
      offset += rest % extents[dimension] * strides[tensor][dimension]
      rest /= extents[dimension]
    }
    return offset
  }

  /// Calls `body` for rows `range` with the offset of each tensor's row.
  func forEachRow(_ range: Range<Int>, _ body: (_ row: Int, UnsafePointer<Int>) -> Void) {
    let outer = max(extents.count - 1, 0)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: outer + strides.count + 1) { memory in
      // The capacity is not 0.
      let index = memory.baseAddress!
      let offsets = index + outer
      var rest = range.lowerBound
      for dimension in stride(from: outer - 1, through: 0, by: -1) {
        index[dimension] = rest % extents[dimension]
        rest /= extents[dimension]
      }
      for tensor in strides.indices {
        offsets[tensor] = (0..<outer).reduce(starts[tensor]) {
          $0 + index[$1] * strides[tensor][$1]
        }
      }
      for row in range {
        body(row, UnsafePointer(offsets))
        var dimension = outer - 1
        while dimension >= 0 {
          index[dimension] += 1
          for tensor in strides.indices { offsets[tensor] += strides[tensor][dimension] }
          if index[dimension] < extents[dimension] { break }
          for tensor in strides.indices {
            offsets[tensor] -= strides[tensor][dimension] * extents[dimension]
          }
          index[dimension] = 0
          dimension -= 1
        }
      }
    }
  }

  /// Calls `body` on any thread for parts that together are all rows: some rows, and some elements
  /// of each of them, at most `longest`.
  func parallel(
    _ pool: ThreadPool, longest: Int,
    _ body: (_ rows: Range<Int>, _ elements: Range<Int>, _ thread: Int) -> Void
  ) {
    let (rowCount, rowLength) = (rowCount, rowLength)
    let pieces = (rowLength + longest - 1) / longest
    let rowsPerItem = max(1, 16_384 / rowLength)
    let items = (rowCount + rowsPerItem - 1) / rowsPerItem
    pool.parallel(items * pieces) { item, thread in
      let first = item / pieces * rowsPerItem
      let start = item % pieces * longest
      body(
        first..<min(first + rowsPerItem, rowCount), start..<min(start + longest, rowLength), thread)
    }
  }
}
