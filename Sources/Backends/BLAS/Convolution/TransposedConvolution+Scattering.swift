extension Kernel {
  /// Few cells and many filters: each thread multiplies the image with some of the filters and adds
  /// what each tap yields to the cells of the result that it reaches.
  static func scattering(
    _ geometry: TransposedGeometry, _ operands: ConvolutionOperands, _ fold: Fold, threads: Int
  ) -> Kernel {
    let size = geometry.phases[0].window.imageSize
    let (groups, taps) = (geometry.groups, geometry.taps)
    let perThread = (geometry.filters + threads - 1) / threads
    let columns = roundUp(perThread * taps * size * 4)
    return Kernel(scratchPerThread: columns + (operands.epilogue?.scratchByteCount ?? 0)) {
      invocation in
      let (x, w): (UnsafePointer<Float>, UnsafePointer<Float>) = (
        invocation.operand(operands.image), invocation.operand(operands.weight)
      )
      let y = invocation.result(as: Float.self)
      invocation.pool.parallel(geometry.batch * groups.count * threads) { item, thread in
        let part = item % threads
        let (batch, index) = (item / threads / groups.count, item / threads % groups.count)
        let group = groups[index]
        let filters = group.filters.count
        let own = filters * part / threads..<filters * (part + 1) / threads
        if own.isEmpty { return }
        let product: UnsafeMutablePointer<Float> = invocation.scratch(thread: thread)
        BLASLibrary.multiply(
          m: own.count * taps, n: size, k: geometry.channels,
          .init(
            w + group.weight + own.lowerBound * taps, stride: geometry.weightStride,
            isTransposed: true),
          .init(x + geometry.image(batch, index), stride: size), into: product, stride: size)
        let first = group.filters.lowerBound + own.lowerBound
        for filter in own.indices {
          fold.add(
            product + (filter - own.lowerBound) * taps * size,
            y + geometry.result(batch, group.filters.lowerBound + filter))
        }
        operands.finish(
          invocation, batch: batch, channels: first..<first + own.count,
          positions: 0..<geometry.resultSize, scratch: product + columns / 4)
      }
    }
  }
}

/// The sum of what each tap of a transposed convolution yields (col2im).
struct Fold: Sendable {
  /// The window that reads the result where the op writes it.
  private let window: WindowGeometry

  /// The sum for a box of the result.
  init(_ geometry: TransposedGeometry, _ op: TransposedConvolution, _ signature: Signature) {
    let (x, y) = (signature.operands[0].box, signature.result.box)
    let shifts = op.windows(signature.operands[1].type.extents).enumerated().map {
      dimension, window in
      let first = x[dimension + 2].lowerBound * window.stride - window.padding.low
      return (0..<window.size).map {
        first + $0 * window.dilation - y[dimension + 2].lowerBound
      }
    }
    window = WindowGeometry(
      image: geometry.result, positions: geometry.phases[0].window.image,
      stride: geometry.stride,
      // The geometry has at most three dimensions.
      shifts: Triple(shifts, filler: [0])!)
  }

  /// Sets a channel of the result to the sum of the rows of `product`, one for each tap.
  func add(_ product: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>) {
    result.update(repeating: 0, count: window.imageSize)
    var source = product
    for d in window.shifts.d {
      for h in window.shifts.h {
        for w in window.shifts.w {
          addTap(source, d, h, w, result)
          source += window.size
        }
      }
    }
  }

  private func addTap(
    _ source: UnsafePointer<Float>, _ d: Int, _ h: Int, _ w: Int,
    _ result: UnsafeMutablePointer<Float>
  ) {
    let (image, positions, stride) = (window.image, window.positions, window.stride)
    let planes = WindowGeometry.inside(
      shift: d, count: positions.d, extent: image.d, stride: stride.d)
    let rows = WindowGeometry.inside(
      shift: h, count: positions.h, extent: image.h, stride: stride.h)
    let cells = WindowGeometry.inside(
      shift: w, count: positions.w, extent: image.w, stride: stride.w)
    for z in planes {
      for y in rows {
        let row = source + (z * positions.h + y) * positions.w
        let target =
          result + ((z * stride.d + d) * image.h + y * stride.h + h) * image.w + w
        for x in cells { target[x &* stride.w] += row[x] }
      }
    }
  }
}
