/// The dimensions over which a kernel loops, with the distances in memory of each of its tensors;
/// as few as possible.
struct IterationSpace: Sendable {
  /// The length along each dimension, outermost first.
  private(set) var extents: [Int] = []
  /// The distance in elements along each dimension, for each tensor.
  private(set) var strides: [[Int]]

  /// The space with dimensions of length 1 left out, and neighbours merged where all tensors allow.
  init(_ all: [Int], _ allStrides: [[Int]]) {
    strides = allStrides.map { _ in [] }
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

  /// Calls `body` for rows `range` with the offset of each tensor's row; a row is the last
  /// dimension.
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
        offsets[tensor] = (0..<outer).reduce(0) { $0 + index[$1] * strides[tensor][$1] }
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

  /// The number of rows.
  var rowCount: Int { extents.dropLast().reduce(1, *) }
  /// The number of elements of a row.
  var rowLength: Int { extents.last ?? 1 }
  /// Returns the distance of neighbours in a row of a tensor.
  func rowStride(_ tensor: Int) -> Int { strides[tensor].last ?? 0 }
}
