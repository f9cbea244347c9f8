/// Where slices of a tensor lie that vectors of indices name, in a box of it.
struct VectorPlaces: Sendable {
  /// The extent and the stride of each dimension that is indexed, with the first coordinate held.
  private let named: [(extent: Int, stride: Int, first: Int, count: Int)]
  /// The offset of each combination of common coordinates.
  let starts: [Int]
  /// The offset of each element of a slice.
  let slice: [Int]
  /// The offset of each vector among the indices.
  let vectors: [Int]

  /// The places in the box `held` of a tensor of `type`, for the common and slice coordinates of
  /// `part`, by vectors at `listed` of the indices that are held.
  ///
  /// - Requires: `held` contains the coordinates of the part.
  init(
    _ type: TensorType, held: Region, part: Region, batch: Int, indices: Region, listed: Region
  ) {
    let layout = PlacedArray.Layout(held)
    let count = listed[listed.rank - 1].count
    named = (batch..<batch + count).map {
      (type.extents[$0], layout.strides[$0], held[$0].lowerBound, held[$0].count)
    }
    let tables = part.bounds.indices.map { dimension in
      batch..<batch + count ~= dimension ? [0] : layout.table(dimension, part[dimension])
    }
    starts = Offsets.sums(Array(tables[..<batch]))
    slice = Offsets.sums(Array(tables[(batch + count)...]))
    vectors = Offsets.sums(Array(PlacedArray.Layout(indices).tables(listed).dropLast()))
  }

  /// The number of vectors for each combination of common coordinates.
  var vectorsPerStart: Int { vectors.count / starts.count }
  /// `true` iff the elements of a slice are neighbours.
  var isContiguous: Bool { slice[slice.count - 1] - slice[0] == slice.count - 1 }

  /// Returns the offset that a vector names, moved to the nearest end where it is outside.
  func nearest<I: KernelInteger>(_ vector: UnsafePointer<I>) -> Int {
    var offset = 0
    for (dimension, axis) in named.enumerated() {
      let index = vector[dimension]
      // An index that is too large for Int is too large for the axis.
      let place =
        index < 0 ? max(Int(index) + axis.extent, 0) : min(Int(clamping: index), axis.extent - 1)
      offset += (place - axis.first) * axis.stride
    }
    return offset
  }

  /// Returns the offset that a vector names; nil where it is not held.
  func inside<I: KernelInteger>(_ vector: UnsafePointer<I>) -> Int? {
    var offset = 0
    for (dimension, axis) in named.enumerated() {
      let index = vector[dimension]
      let place = index < 0 ? Int(index) + axis.extent : Int(clamping: index)
      // The difference does not overflow: neither is far below 0.
      let distance = place - axis.first
      if distance < 0 || distance >= axis.count { return nil }
      offset += distance * axis.stride
    }
    return offset
  }
}
