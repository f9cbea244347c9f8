/// Vectors of indices that name places along neighbouring dimensions of a tensor.
struct IndexVectors {
  /// The indices, those of a vector together.
  private let indices: [Int64]
  /// `true` iff an index with the highest bit is large, not negative.
  private let isUnsigned: Bool
  /// The extents of the dimensions that are indexed.
  private let extents: [Int]

  /// The vectors that an array holds along its last dimension.
  init(_ array: NDArray, into extents: some Collection<Int>) {
    indices = array.widened()
    isUnsigned = array.elementType == .u64
    self.extents = Array(extents)
  }

  /// The number of vectors.
  var count: Int { indices.count / extents.count }

  /// Returns an index of a vector, counted from the end where it is negative; may be outside.
  private func index(_ vector: Int, _ dimension: Int) -> Int {
    let index = Int(indices[vector * extents.count + dimension])
    if index >= 0 { return index }
    return isUnsigned ? Int.max : index + extents[dimension]
  }

  /// Returns the place of a vector along one dimension, moved to the nearest end where it is
  /// outside.
  func place(_ vector: Int, _ dimension: Int) -> Int {
    min(max(index(vector, dimension), 0), extents[dimension] - 1)
  }

  /// `true` iff a vector names a place inside.
  func isInside(_ vector: Int) -> Bool {
    extents.indices.allSatisfy { (0..<extents[$0]).contains(index(vector, $0)) }
  }
}

extension PlacedArray.Layout {
  /// Returns the offset that vectors which index the dimensions from `first` on add; those that
  /// are outside are moved to the nearest end.
  func table(of vectors: IndexVectors, from first: Int, count: Int) -> [Int] {
    var sums = [Int](repeating: 0, count: vectors.count)
    for dimension in 0..<count {
      let offsets = table(
        first + dimension, (0..<sums.count).lazy.map { vectors.place($0, dimension) })
      for vector in sums.indices { sums[vector] += offsets[vector] }
    }
    return sums
  }
}
