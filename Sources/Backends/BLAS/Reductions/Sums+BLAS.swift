extension TreeSum: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard !signature.operands[0].box.isEmpty,
      let float = signature.result.type.elementType.kernelFloat
    else { return nil }
    return kernel(signature, float)
  }

  private func kernel<T: KernelFloat>(_ signature: Signature, _: T.Type) -> Kernel {
    let (x, box) = (signature.operands[0], signature.result.box)
    let strides = Extents.strides(x.extents)
    // Along the axes the box is the only node, which starts where the operand does.
    let space = IterationSpace(box, in: [x.box, box])
    // The last axis is the root of the trees.
    let levels = axes.reversed().map { (count: x.extents[$0], stride: strides[$0]) }
    return Kernel { invocation in
      let source: UnsafePointer<T> = invocation.operand(0)
      let result: UnsafeMutablePointer<T> = invocation.result()
      let sum = Tree(levels: levels, source: source)
      let steps = (space.rowStride(0), space.rowStride(1))
      space.parallel(invocation.pool, longest: 64) { rows, elements, _ in
        space.forEachRow(rows) { _, offsets in
          for i in elements {
            result[offsets[1] + i * steps.1] = sum.value(0, offsets[0] + i * steps.0)
          }
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
    guard signature.isAll(.f32), let space = AxisSpace(signature, axes: [axis]) else { return nil }
    let (part, extent) = (signature.result.box[axis], signature.operands[0].type.extents[axis])
    let (exclusive, reverse) = (exclusive, reverse)
    // Sums run from the first (in reverse from the last) element to the last one in the box.
    let steps = reverse ? extent - part.lowerBound : part.upperBound
    return Kernel(scratchPerThread: AxisSpace.blockLength * 8) { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Float> = invocation.result()
      space.forEachBlock(invocation.pool) { first, result, length, thread in
        let sums: UnsafeMutablePointer<Double> = invocation.scratch(thread: thread)
        sums.update(repeating: 0, count: length)
        for step in 0..<steps {
          let position = reverse ? extent - 1 - step : step
          if exclusive && part.contains(position) {
            let target = y + result + (position - part.lowerBound) * space.resultStride
            for i in 0..<length { target[i] = Float(sums[i]) }
          }
          // The last sum without its own element needs no more.
          if exclusive && step == steps - 1 { break }
          let row = x + first + position * space.stride
          for i in 0..<length { sums[i] += Double(row[i]) }
          if !exclusive && part.contains(position) {
            let target = y + result + (position - part.lowerBound) * space.resultStride
            for i in 0..<length { target[i] = Float(sums[i]) }
          }
        }
      }
    }
  }
}
