import CBLASKernels
import Glibc

extension Softmax: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isAll(.f32), let space = AxisSpace(signature, axes: axes) else {
      return nil
    }
    return .softmax(space, isLogarithm: false)
  }
}

extension LogSoftmax: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isAll(.f32), let space = AxisSpace(signature, axes: axes) else {
      return nil
    }
    return .softmax(space, isLogarithm: true)
  }
}

extension Kernel {
  /// exp(x − max) / Σ exp(x − max), or its logarithm.
  fileprivate static func softmax(_ space: AxisSpace, isLogarithm: Bool) -> Kernel {
    let length = AxisSpace.blockLength
    return Kernel(scratchPerThread: length * (4 * 2 + 8)) { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Float> = invocation.result()
      space.forEachBlock(invocation.pool) { start, result, count, thread in
        if space.isLast {
          return softmaxRow(x + start, y + result, space, isLogarithm)
        }
        let sums: UnsafeMutablePointer<Double> = invocation.scratch(thread: thread)
        let largest = UnsafeMutableRawPointer(sums + length).assumingMemoryBound(to: Float.self)
        softmaxBlock(
          x + start, y + result, space, count, isLogarithm, sums, largest, largest + length)
      }
    }
  }

  /// One line along the axes, whose elements are neighbours.
  private static func softmaxRow(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ space: AxisSpace,
    _ isLogarithm: Bool
  ) {
    let count = space.count
    var largest = horizontal(x, count, -.infinity) { ($1 != $1 || $0 < $1) ? $1 : $0 }
    var sum = 0.0
    if space.isWhole && !isLogarithm {
      pointwise_f32(pointwise_subtract, Int64(count), x, 1, &largest, 0, 0, 0, y)
      pointwise_f32(pointwise_exp, Int64(count), y, 1, y, 0, 0, 0, y)
      sum = Float.sum(y, count)
    } else {
      sum = sumOfExponentials(x, count, largest)
      for segment in space.wanted {
        let (n, target) = (Int64(segment.count), y + segment.place)
        pointwise_f32(pointwise_subtract, n, x + segment.first, 1, &largest, 0, 0, 0, target)
        if !isLogarithm { pointwise_f32(pointwise_exp, n, target, 1, target, 0, 0, 0, target) }
      }
    }
    var value = Float(isLogarithm ? log(sum) : 1 / sum)
    let function = isLogarithm ? pointwise_subtract : pointwise_multiply
    for segment in space.wanted {
      let target = y + segment.place
      pointwise_f32(function, Int64(segment.count), target, 1, &value, 0, 0, 0, target)
    }
  }

  private static func sumOfExponentials(
    _ x: UnsafePointer<Float>, _ count: Int, _ largest: Float
  ) -> Double {
    var (sum, largest) = (0.0, largest)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 256) { piece in
      // The capacity is not 0.
      let base = piece.baseAddress!
      for first in stride(from: 0, to: count, by: 256) {
        let length = min(256, count - first)
        pointwise_f32(
          pointwise_subtract, Int64(length), x + first, 1, &largest, 0, 0, 0, base)
        pointwise_f32(pointwise_exp, Int64(length), base, 1, base, 0, 0, 0, base)
        sum += Float.sum(base, length)
      }
    }
    return sum
  }

  /// Neighbouring lines along the axes.
  private static func softmaxBlock(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ space: AxisSpace, _ count: Int,
    _ isLogarithm: Bool, _ sums: UnsafeMutablePointer<Double>,
    _ largest: UnsafeMutablePointer<Float>, _ exponentials: UnsafeMutablePointer<Float>
  ) {
    let n = Int64(count)
    largest.update(from: x, count: count)
    sums.update(repeating: 0, count: count)
    for k in 1..<max(space.count, 1) {
      pointwise_f32(pointwise_maximum, n, largest, 1, x + k * space.stride, 1, 0, 0, largest)
    }
    space.forEachPosition { k, place in
      let difference = place.map { y + $0 } ?? exponentials
      let target = isLogarithm ? exponentials : difference
      pointwise_f32(pointwise_subtract, n, x + k * space.stride, 1, largest, 1, 0, 0, difference)
      pointwise_f32(pointwise_exp, n, difference, 1, difference, 0, 0, 0, target)
      for i in 0..<count { sums[i] += Double(target[i]) }
    }
    for i in 0..<count { largest[i] = Float(isLogarithm ? log(sums[i]) : 1 / sums[i]) }
    let function = isLogarithm ? pointwise_subtract : pointwise_multiply
    space.forEachPosition { _, place in
      guard let place else { return }
      pointwise_f32(function, n, y + place, 1, largest, 1, 0, 0, y + place)
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
