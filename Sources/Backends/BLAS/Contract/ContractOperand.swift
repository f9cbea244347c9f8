/// An operand of a contraction as a matrix for each batch: where it lies as it is, else by a copy.
struct ContractOperand: Sendable {
  /// The number of elements along the free and the contracted dimensions.
  let freeCount: Int, contractingCount: Int
  /// The distance between the rows of a matrix.
  let stride: Int
  /// `true` iff the library is to read columns as rows.
  let isTransposed: Bool
  /// Where the matrix of each batch starts.
  let batchOffsets: [Int]
  private let copy: StridedCopy?

  /// The part of an operand that a step reads, with its dimensions in three parts; a left matrix is
  /// free × contracted, a right one contracted × free.
  init(
    _ part: Region, of held: Region, batch: [Int], free: [Int], contracting: [Int], isLeft: Bool
  ) {
    let (extents, strides) = (part.extents, Extents.strides(held.extents))
    let start = held.offset(of: part)
    func space(_ dimensions: [Int]) -> IterationSpace {
      IterationSpace(dimensions.map { extents[$0] }, [dimensions.map { strides[$0] }])
    }
    func count(_ dimensions: [Int]) -> Int { dimensions.reduce(1) { $0 * extents[$1] } }
    freeCount = count(free)
    contractingCount = count(contracting)
    let (rows, columns) = isLeft ? (free, contracting) : (contracting, free)
    let (rowSpace, columnSpace) = (space(rows), space(columns))
    let matrixSize = freeCount * contractingCount
    let isMatrix = rowSpace.extents.count <= 1 && columnSpace.extents.count <= 1
    let rowStep = rowSpace.extents.isEmpty ? count(columns) : rowSpace.rowStride(0)
    let columnStep = columnSpace.extents.isEmpty ? 1 : columnSpace.rowStride(0)
    let batchSpace = space(batch)
    if isMatrix && columnStep == 1 && rowStep >= count(columns) {
      (stride, isTransposed, copy) = (rowStep, false, nil)
    } else if isMatrix && rowSpace.rowStride(0) == 1 && columnStep >= count(rows) {
      (stride, isTransposed, copy) = (columnStep, true, nil)
    } else {
      (stride, isTransposed) = (count(columns), false)
      let order = batch + rows + columns
      let packed = order.map { extents[$0] }
      copy = StridedCopy(
        IterationSpace(
          packed, [order.map { strides[$0] }, Extents.strides(packed)], starts: [start, 0]))
      batchOffsets = (0..<count(batch)).map { $0 * matrixSize }
      return
    }
    var offsets: [Int] = []
    batchSpace.forEachRow(0..<batchSpace.rowCount) { _, offset in
      for i in 0..<batchSpace.rowLength {
        offsets.append(start + offset[0] + i * batchSpace.rowStride(0))
      }
    }
    batchOffsets = offsets
  }

  /// The bytes of the copy; 0 where none is needed.
  var packedByteCount: Int { Kernel.roundUp((copy?.count ?? 0) * MemoryLayout<Float>.stride) }

  /// Returns the first matrix: the operand itself, or a copy in `scratch`.
  func pack(
    _ source: UnsafePointer<Float>, into scratch: UnsafeMutablePointer<Float>, _ pool: ThreadPool
  ) -> UnsafePointer<Float> {
    guard let copy else { return source }
    copy.run(source, scratch, pool)
    return UnsafePointer(scratch)
  }
}
