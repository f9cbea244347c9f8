extension BlockSum: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let type = signature.operands[0].type.elementType
    guard !signature.operands[0].box.isEmpty, let float = type.kernelFloat, let run = block.last
    else { return nil }
    let blocks = BlockSpace(block, signature.operands[0], signature.result.box)
    return run == 1 ? kernelOfColumns(blocks, float) : kernelOfBlocks(blocks, float)
  }

  /// The kernel that sums the cells of each block.
  private func kernelOfBlocks<T: KernelFloat>(_ blocks: BlockSpace, _: T.Type) -> Kernel {
    Kernel { invocation in
      let source: UnsafePointer<T> = invocation.operand(0)
      let result: UnsafeMutablePointer<Double> = invocation.result()
      invocation.pool.parallel(blocks.count, grain: max(1, 16_384 / blocks.cellCount)) {
        range, _ in
        for index in range {
          var sum = 0.0
          blocks.forEachRun(of: index) { start, count, stride in
            if stride == 1 {
              sum += T.sum(source + start, count)
            } else {
              for i in 0..<count { sum += Double(source[start + i * stride]) }
            }
          }
          result[index] = sum
        }
      }
    }
  }

  /// The kernel for blocks of extent 1 in the last dimension, which adds rows to rows.
  private func kernelOfColumns<T: KernelFloat>(_ all: BlockSpace, _: T.Type) -> Kernel {
    let (blocks, width) = (all.dropLast(), all.result.last?.count ?? 1)
    return Kernel { invocation in
      let source: UnsafePointer<T> = invocation.operand(0)
      let result: UnsafeMutablePointer<Double> = invocation.result()
      let grain = max(1, 16_384 / (blocks.cellCount * width))
      invocation.pool.parallel(blocks.count, grain: grain) { range, _ in
        for index in range {
          let target = result + index * width
          target.update(repeating: 0, count: width)
          blocks.forEachRun(of: index) { start, count, stride in
            for row in 0..<count {
              let cells = source + start + row * stride
              for i in 0..<width { target[i] += Double(cells[i]) }
            }
          }
        }
      }
    }
  }
}

/// The blocks of a grid over a tensor that a step sums.
private struct BlockSpace: Sendable {
  /// The numbers of the blocks along each dimension.
  let result: [Range<Int>]
  /// The extents of the tensor.
  private let operand: [Int]
  private let block: [Int]
  private let strides: [Int]
  /// Where the tensor's first cell is, or would be, in what is held of it.
  private let origin: Int
  /// The cells of a block that no border cuts.
  private let whole: IterationSpace

  /// The blocks in a box of the result.
  init(_ block: [Int], _ operand: Signature.Part, _ result: Region) {
    let extents = operand.type.extents
    let first = Region(extents.map { _ in 0..<1 })
    self.init(
      zip(block, extents).map { min($0, $1) }, extents, result.bounds,
      strides: Extents.strides(operand.extents), origin: operand.box.offset(of: first))
  }

  private init(
    _ block: [Int], _ operand: [Int], _ result: [Range<Int>], strides: [Int], origin: Int
  ) {
    (self.block, self.operand, self.result) = (block, operand, result)
    (self.strides, self.origin) = (strides, origin)
    whole = IterationSpace(block, [strides])
  }

  /// The number of blocks.
  var count: Int { result.reduce(1) { $0 * $1.count } }
  /// The number of cells of a block that no border cuts.
  var cellCount: Int { block.reduce(1, *) }

  /// Returns the blocks of the tensor without its last dimension, whose blocks have one cell; a block
  /// starts at the first of them.
  func dropLast() -> BlockSpace {
    BlockSpace(
      block.dropLast(), operand.dropLast(), result.dropLast(), strides: strides.dropLast(),
      origin: origin + (result.last?.lowerBound ?? 0))
  }

  /// Calls `body` with the offset of the first cell, the number and the distance of the cells of
  /// each run of a block.
  func forEachRun(of index: Int, _ body: (_ start: Int, _ count: Int, _ stride: Int) -> Void) {
    var (rest, start, isWhole) = (index, origin, true)
    var extents = block
    for dimension in result.indices.reversed() {
      let bounds = result[dimension]
      let first = (bounds.lowerBound + rest % bounds.count) * block[dimension]
      rest /= bounds.count
      start += first * strides[dimension]
      extents[dimension] = min(block[dimension], operand[dimension] - first)
      if extents[dimension] < block[dimension] { isWhole = false }
    }
    let cells = isWhole ? whole : IterationSpace(extents, [strides])
    cells.forEachRow(0..<cells.rowCount) { _, offset in
      body(start + offset[0], cells.rowLength, cells.rowStride(0))
    }
  }
}
