extension BlockSum: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let type = signature.operands[0].type.elementType
    guard signature.isWhole, let float = type.kernelFloat, let run = block.last else { return nil }
    let blocks = BlockSpace(block, signature.operands[0].extents, signature.result.extents)
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
    let (blocks, width) = (all.dropLast(), all.operand.last ?? 1)
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

/// The blocks that tile a dense tensor.
private struct BlockSpace: Sendable {
  /// The extents of the tensor.
  let operand: [Int]
  private let block: [Int]
  private let strides: [Int]
  private let result: [Int]
  /// The cells of a block that no border cuts.
  private let whole: IterationSpace

  init(_ block: [Int], _ operand: [Int], _ result: [Int]) {
    self.init(block, operand, result, strides: Extents.strides(operand))
  }

  private init(_ block: [Int], _ operand: [Int], _ result: [Int], strides: [Int]) {
    (self.operand, self.result, self.strides) = (operand, result, strides)
    self.block = zip(block, operand).map { min($0, $1) }
    whole = IterationSpace(self.block, [strides])
  }

  /// The number of blocks.
  var count: Int { result.reduce(1, *) }
  /// The number of cells of a block that no border cuts.
  var cellCount: Int { block.reduce(1, *) }

  /// Returns the blocks of the tensor without its last dimension, at the same distances.
  func dropLast() -> BlockSpace {
    BlockSpace(
      block.dropLast(), operand.dropLast(), result.dropLast(), strides: strides.dropLast())
  }

  /// Calls `body` with the offset of the first cell, the number and the distance of the cells of
  /// each run of a block.
  func forEachRun(of index: Int, _ body: (_ start: Int, _ count: Int, _ stride: Int) -> Void) {
    var (rest, start, isWhole) = (index, 0, true)
    var extents = block
    for dimension in result.indices.reversed() {
      let first = rest % result[dimension] * block[dimension]
      rest /= result[dimension]
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
