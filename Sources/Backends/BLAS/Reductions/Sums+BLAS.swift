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
