extension OneHot: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard elementType == .f32,
      let integer = signature.operands[0].type.elementType.kernelInteger
    else { return nil }
    return kernel(signature, integer)
  }

  private func kernel<T: KernelInteger>(_ signature: Signature, _: T.Type) -> Kernel {
    let (x, y) = (signature.operands[0].box, signature.result.box)
    var (read, strides) = (y, Extents.strides(x.extents))
    read.bounds.remove(at: axis)
    strides.insert(0, at: axis)
    // The label is the place in a tensor that is not there.
    let labels = y.bounds.indices.map { $0 == axis ? 1 : 0 }
    let space = IterationSpace(
      y.extents, [strides, labels, Extents.strides(y.extents)],
      starts: [x.offset(of: read), y[axis].lowerBound, 0])
    let (step, labelStep) = (space.rowStride(0), space.rowStride(1))
    return Kernel { invocation in
      let indices: UnsafePointer<T> = invocation.operand(0)
      let result: UnsafeMutablePointer<Float> = invocation.result()
      space.parallel(invocation.pool, longest: 8192) { rows, elements, _ in
        space.forEachRow(rows) { _, offsets in
          let (source, target) = (indices + offsets[0], result + offsets[2])
          if step == 1 && labelStep == 0 {
            let label = T(exactly: offsets[1])
            for i in elements { target[i] = source[i] == label ? 1 : 0 }
          } else {
            for i in elements {
              target[i] = source[i * step] == T(exactly: offsets[1] + i * labelStep) ? 1 : 0
            }
          }
        }
      }
    }
  }
}
