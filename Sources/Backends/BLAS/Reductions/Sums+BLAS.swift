extension BlockSum: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let type = signature.operands[0].type.elementType
    guard signature.isWhole, let float = type.kernelFloat else { return nil }
    return kernel(signature, float)
  }

  private func kernel<T: KernelFloat>(_ signature: Signature, _: T.Type) -> Kernel {
    let (x, y) = (signature.operands[0].extents, signature.result.extents)
    let strides = Extents.strides(x)
    let (outerBlock, outerExtents) = (Array(block.dropLast()), Array(x.dropLast()))
    let (run, width, columns) = (block.last ?? 1, x.last ?? 1, y.last ?? 1)
    let rows = y.dropLast().reduce(1, *)
    return Kernel { invocation in
      let source: UnsafePointer<T> = invocation.operand(0)
      let result: UnsafeMutablePointer<Double> = invocation.result()
      // Where the last dimension is one block, a row has one result.
      invocation.pool.parallel(rows) { row, _ in
        let target = result + row * columns
        target.update(repeating: 0, count: columns)
        var rest = row
        let cells = outerExtents.indices.reversed().map { dimension in
          let index = rest % y[dimension]
          rest /= y[dimension]
          let size = min(outerBlock[dimension], outerExtents[dimension])
          return index * size..<min((index + 1) * size, outerExtents[dimension])
        }
        Region(cells.reversed()).forEach { index in
          var line = source
          for dimension in index.indices { line += index[dimension] * strides[dimension] }
          if run == 1 {
            for i in 0..<width { target[i] += Double(line[i]) }
          } else {
            for column in 0..<columns {
              let first = column * min(run, width)
              target[column] += Self.sum(line + first, min(run, width - first))
            }
          }
        }
      }
    }
  }

  private static func sum<T: KernelFloat>(_ x: UnsafePointer<T>, _ count: Int) -> Double {
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    let whole = count & ~3
    var i = 0
    while i < whole {
      a += Double(x[i])
      b += Double(x[i &+ 1])
      c += Double(x[i &+ 2])
      d += Double(x[i &+ 3])
      i &+= 4
    }
    for i in whole..<count { a += Double(x[i]) }
    return (a + b) + (c + d)
  }
}

extension TreeSum: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isWhole, !signature.operands[0].box.isEmpty,
      let float = signature.result.type.elementType.kernelFloat
    else { return nil }
    return kernel(signature, float)
  }

  private func kernel<T: KernelFloat>(_ signature: Signature, _: T.Type) -> Kernel {
    let x = signature.operands[0].extents
    let strides = Extents.strides(x)
    let kept = x.indices.map { axes.contains($0) ? 1 : x[$0] }
    // The last axis is the root of the trees.
    let levels = axes.reversed().map { (count: x[$0], stride: strides[$0]) }
    return Kernel { invocation in
      let source: UnsafePointer<T> = invocation.operand(0)
      let result: UnsafeMutablePointer<T> = invocation.result()
      let sum = Tree(levels: levels, source: source)
      invocation.pool.parallel(kept.reduce(1, *), grain: 64) { range, _ in
        for item in range {
          var (rest, offset) = (item, 0)
          for dimension in kept.indices.reversed() {
            offset += rest % kept[dimension] * strides[dimension]
            rest /= kept[dimension]
          }
          result[item] = sum.value(0, offset)
        }
      }
    }
  }

  /// Sums by balanced trees along some axes, the first of them outermost.
  private struct Tree<T: KernelFloat> {
    let levels: [(count: Int, stride: Int)]
    let source: UnsafePointer<T>

    func value(_ level: Int, _ offset: Int) -> T {
      level == levels.count ? source[offset] : node(level, offset, levels[level].count)
    }

    /// The sum of `count` leaves: of the largest power of two before the last, and of the rest.
    private func node(_ level: Int, _ offset: Int, _ count: Int) -> T {
      if count == 1 { return value(level + 1, offset) }
      let half = 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
      return node(level, offset, half)
        + node(level, offset + half * levels[level].stride, count - half)
    }
  }
}

extension CumulativeSum: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isAll(.f32), signature.isWhole,
      let space = AxisSpace(signature.operands[0], axes: [axis])
    else { return nil }
    let (exclusive, reverse) = (exclusive, reverse)
    return Kernel(scratchPerThread: AxisSpace.blockLength * 8) { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Float> = invocation.result()
      space.forEachBlock(invocation.pool) { first, _, length, thread in
        let sums: UnsafeMutablePointer<Double> = invocation.scratch(thread: thread)
        sums.update(repeating: 0, count: length)
        for step in 0..<space.count {
          let start = first + (reverse ? space.count - 1 - step : step) * space.inner
          for i in 0..<length {
            let next = sums[i] + Double(x[start + i])
            y[start + i] = Float(exclusive ? sums[i] : next)
            sums[i] = next
          }
        }
      }
    }
  }
}
