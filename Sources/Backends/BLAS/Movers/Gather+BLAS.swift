extension Gather: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard let integer = signature.operands[1].type.elementType.kernelInteger else { return nil }
    return switch signature.result.type.elementType.byteCount {
    case 1: kernel(signature, integer, UInt8.self)
    case 2: kernel(signature, integer, UInt16.self)
    case 4: kernel(signature, integer, UInt32.self)
    default: kernel(signature, integer, UInt64.self)
    }
  }

  private func kernel<I: KernelInteger, T: KernelInteger>(
    _ signature: Signature, _: I.Type, _: T.Type
  ) -> Kernel? {
    let (x, indices, y) = (signature.operands[0], signature.operands[1], signature.result)
    let extent = x.type.extents[axis]
    let space = space(x.box, indices.box, y.box)
    let (step, xStep, indexStep) = (
      Extents.strides(x.extents)[axis], space.rowStride(0), space.rowStride(1)
    )
    /// Where an index is along the axis.
    @Sendable func offset(_ index: I) -> Int {
      // An index that is too large for Int is too large for the axis.
      step * (index < 0 ? max(Int(index) + extent, 0) : min(Int(clamping: index), extent - 1))
    }
    return Kernel { invocation in
      let source: UnsafePointer<T> = invocation.operand(0)
      let indices: UnsafePointer<I> = invocation.operand(1)
      let result: UnsafeMutablePointer<T> = invocation.result()
      space.parallel(invocation.pool, longest: 1 << 16) { rows, elements, _ in
        space.forEachRow(rows) { _, offsets in
          let (source, indices) = (source + offsets[0], indices + offsets[1])
          let target = result + offsets[2]
          if indexStep == 0 && xStep == 1 {
            (target + elements.lowerBound).update(
              from: source + offset(indices[0]) + elements.lowerBound, count: elements.count)
          } else {
            for i in elements { target[i] = source[offset(indices[i * indexStep]) + i * xStep] }
          }
        }
      }
    }
  }

  /// The elements of the result's box with their places in the operand, at position 0 of the axis, in
  /// the indices, and in the result.
  private func space(_ x: Region, _ indices: Region, _ y: Region) -> IterationSpace {
    let behind = axis + indices.rank
    var (first, strides) = (y, Extents.strides(x.extents))
    first.bounds.replaceSubrange(axis..<behind, with: [x[axis]])
    strides.replaceSubrange(axis...axis, with: indices.bounds.map { _ in 0 })
    let indexStrides = y.bounds.indices.map {
      $0 < axis || $0 >= behind ? 0 : Extents.strides(indices.extents)[$0 - axis]
    }
    return IterationSpace(
      y.extents, [strides, indexStrides, Extents.strides(y.extents)],
      starts: [x.offset(of: first), indices.offset(of: Region(Array(y.bounds[axis..<behind]))), 0])
  }
}
