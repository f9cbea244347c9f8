import CBLASKernels

extension Reduce: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isAll(.f32), !signature.operands[0].box.isEmpty,
      let space = AxisSpace(signature, axes: axes)
    else { return nil }
    switch function {
    case .maximum:
      return space.folding(pointwise_maximum, -.infinity) { ($1 != $1 || $0 < $1) ? $1 : $0 }
    case .minimum:
      return space.folding(pointwise_minimum, .infinity) { ($1 != $1 || $1 < $0) ? $1 : $0 }
    case .product: return space.folding(pointwise_multiply, 1) { $0 * $1 }
    case .and, .or: return nil
    }
  }
}

extension AxisSpace {
  /// The kernel that folds along the axis.
  fileprivate func folding(
    _ function: pointwise_function, _ start: Float,
    _ combine: @escaping @Sendable (Float, Float) -> Float
  ) -> Kernel {
    Kernel { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Float> = invocation.result()
      forEachBlock(invocation.pool) { first, result, length, _ in
        let (x, y) = (x + first, y + result)
        if isLast {
          y[0] = Kernel.horizontal(x, count, start, combine)
          return
        }
        y.update(from: x, count: length)
        for k in 1..<max(count, 1) {
          pointwise_f32(function, Int64(length), y, 1, x + k * stride, 1, 0, 0, y)
        }
      }
    }
  }
}

extension ArgReduce: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let operand = signature.operands[0]
    guard operand.type.elementType == .f32, !operand.box.isEmpty,
      let space = AxisSpace(signature, axes: [axis])
    else { return nil }
    let (sign, takesTies): (Float, Bool) = (function == .maximum ? 1 : -1, lastIndex)
    return Kernel(scratchPerThread: AxisSpace.blockLength * 4) { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Int64> = invocation.result()
      space.forEachBlock(invocation.pool) { first, result, length, thread in
        let best: UnsafeMutablePointer<Float> = invocation.scratch(thread: thread)
        let index = y + result
        for i in 0..<length {
          best[i] = sign * x[first + i]
          index[i] = 0
        }
        for k in 1..<max(space.count, 1) {
          let row = x + first + k * space.stride
          for i in 0..<length {
            let (a, b) = (sign * row[i], best[i])
            let isSame = a == b || (a != a && b != b)
            let isBetter = a > b || (a != a && b == b)
            if isBetter || (takesTies && isSame) {
              best[i] = a
              index[i] = Int64(k)
            }
          }
        }
      }
    }
  }
}
