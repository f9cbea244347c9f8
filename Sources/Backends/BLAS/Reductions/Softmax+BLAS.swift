import CBLASKernels
import Glibc

extension Softmax: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isAll(.f32), let space = AxisSpace(signature.operands[0], axes: axes) else {
      return nil
    }
    return .softmax(space, isLogarithm: false)
  }
}

extension LogSoftmax: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isAll(.f32), let space = AxisSpace(signature.operands[0], axes: axes) else {
      return nil
    }
    return .softmax(space, isLogarithm: true)
  }
}

extension Kernel {
  /// exp(x − max) / Σ exp(x − max), or its logarithm.
  fileprivate static func softmax(_ space: AxisSpace, isLogarithm: Bool) -> Kernel {
    let length = AxisSpace.blockLength
    return Kernel(scratchPerThread: length * 4 * (isLogarithm ? 3 : 2) + length * 8) { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Float> = invocation.result()
      if space.inner == 1 {
        invocation.pool.parallel(space.outer, grain: max(1, 4096 / space.count)) { rows, _ in
          for row in rows {
            softmaxRow(x + row * space.count, y + row * space.count, space.count, isLogarithm)
          }
        }
        return
      }
      space.forEachBlock(invocation.pool) { start, _, count, thread in
        let sums: UnsafeMutablePointer<Double> = invocation.scratch(thread: thread)
        let largest = UnsafeMutableRawPointer(sums + length).assumingMemoryBound(to: Float.self)
        softmaxBlock(
          x + start, y + start, space, count, isLogarithm, sums, largest, largest + length)
      }
    }
  }

  private static func softmaxRow(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, _ isLogarithm: Bool
  ) {
    var largest = horizontal(x, count, -.infinity) { ($1 != $1 || $0 < $1) ? $1 : $0 }
    pointwise_f32(pointwise_subtract, Int64(count), x, 1, &largest, 0, 0, 0, y)
    if isLogarithm {
      var sum = 0.0
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 256) { piece in
        // The capacity is not 0.
        let base = piece.baseAddress!
        for first in stride(from: 0, to: count, by: 256) {
          let length = min(256, count - first)
          pointwise_f32(pointwise_exp, Int64(length), y + first, 1, y, 0, 0, 0, base)
          sum += Float.sum(base, length)
        }
      }
      var logarithm = Float(log(sum))
      pointwise_f32(pointwise_subtract, Int64(count), y, 1, &logarithm, 0, 0, 0, y)
    } else {
      pointwise_f32(pointwise_exp, Int64(count), y, 1, y, 0, 0, 0, y)
      var factor = Float(1 / Float.sum(y, count))
      pointwise_f32(pointwise_multiply, Int64(count), y, 1, &factor, 0, 0, 0, y)
    }
  }

  private static func softmaxBlock(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ space: AxisSpace, _ count: Int,
    _ isLogarithm: Bool, _ sums: UnsafeMutablePointer<Double>,
    _ largest: UnsafeMutablePointer<Float>, _ exponentials: UnsafeMutablePointer<Float>
  ) {
    let n = Int64(count)
    largest.update(from: x, count: count)
    sums.update(repeating: 0, count: count)
    for k in 1..<max(space.count, 1) {
      pointwise_f32(pointwise_maximum, n, largest, 1, x + k * space.inner, 1, 0, 0, largest)
    }
    for k in 0..<space.count {
      let row = y + k * space.inner
      let target = isLogarithm ? exponentials : row
      pointwise_f32(pointwise_subtract, n, x + k * space.inner, 1, largest, 1, 0, 0, row)
      pointwise_f32(pointwise_exp, n, row, 1, row, 0, 0, 0, target)
      for i in 0..<count { sums[i] += Double(target[i]) }
    }
    for i in 0..<count { largest[i] = Float(isLogarithm ? log(sums[i]) : 1 / sums[i]) }
    let function = isLogarithm ? pointwise_subtract : pointwise_multiply
    for k in 0..<space.count {
      let row = y + k * space.inner
      pointwise_f32(function, n, row, 1, largest, 1, 0, 0, row)
    }
  }

  /// Returns some elements folded by an associative function.
  @inline(__always)
  static func horizontal(
    _ x: UnsafePointer<Float>, _ count: Int, _ start: Float, _ combine: (Float, Float) -> Float
  ) -> Float {
    var (a, b, c, d) = (start, start, start, start)
    let whole = count & ~3
    var i = 0
    while i < whole {
      a = combine(a, x[i])
      b = combine(b, x[i &+ 1])
      c = combine(c, x[i &+ 2])
      d = combine(d, x[i &+ 3])
      i &+= 4
    }
    var result = combine(combine(a, b), combine(c, d))
    for i in whole..<count { result = combine(result, x[i]) }
    return result
  }
}
