extension Gather: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isWhole, let integer = signature.operands[1].type.elementType.kernelInteger
    else { return nil }
    return kernel(signature, integer)
  }

  private func kernel<T: KernelInteger>(_ signature: Signature, _: T.Type) -> Kernel {
    let x = signature.operands[0]
    let count = signature.operands[1].box.count
    let extent = x.extents[axis]
    let outer = x.extents[..<axis].reduce(1, *)
    let length = x.extents[(axis + 1)...].reduce(x.type.elementType.byteCount, *)
    return Kernel { invocation in
      let source = invocation.operands[0]
      let indices: UnsafePointer<T> = invocation.operand(1)
      invocation.pool.parallel(outer * count, grain: max(1, 65_536 / max(length, 1))) { range, _ in
        for item in range {
          let index = indices[item % count]
          // An index that is too large for Int is too large for the axis.
          let position =
            index < 0 ? max(Int(index) + extent, 0) : min(Int(clamping: index), extent - 1)
          (invocation.result + item * length).copyMemory(
            from: source + (item / count * extent + position) * length, byteCount: length)
        }
      }
    }
  }
}

extension OneHot: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isWhole, elementType == .f32,
      let integer = signature.operands[0].type.elementType.kernelInteger
    else { return nil }
    return kernel(signature, integer)
  }

  private func kernel<T: KernelInteger>(_ signature: Signature, _: T.Type) -> Kernel {
    let (extents, depth) = (signature.result.extents, depth)
    let inner = extents[(axis + 1)...].reduce(1, *)
    let rows = extents[...axis].reduce(1, *)
    return Kernel { invocation in
      let indices: UnsafePointer<T> = invocation.operand(0)
      let result: UnsafeMutablePointer<Float> = invocation.result()
      invocation.pool.parallel(rows, grain: max(1, 8192 / inner)) { range, _ in
        for row in range {
          let source = indices + row / depth * inner
          let (target, label) = (result + row * inner, T(exactly: row % depth))
          for i in 0..<inner { target[i] = source[i] == label ? 1 : 0 }
        }
      }
    }
  }
}
