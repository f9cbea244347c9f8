extension Kernel {
  /// Few cells and many filters: each thread multiplies the image with some of the filters and adds
  /// what each tap yields to the cells of the result that it reaches.
  static func scattering(
    _ geometry: TransposedGeometry, _ op: TransposedConvolution, _ operands: ConvolutionOperands,
    _ signature: Signature
  ) -> Kernel {
    let size = geometry.phases[0].window.imageSize
    let (filters, taps) = (geometry.filters, geometry.taps)
    let parts = signature.threads
    let perThread = (filters + parts - 1) / parts
    let columns = roundUp(perThread * taps * size * 4)
    let fold = Fold(geometry, op, signature)
    return Kernel(scratchPerThread: columns + (operands.epilogue?.scratchByteCount ?? 0)) {
      invocation in
      let (x, w): (UnsafePointer<Float>, UnsafePointer<Float>) = (
        invocation.operand(operands.image), invocation.operand(operands.weight)
      )
      let y = invocation.result(as: Float.self)
      invocation.pool.parallel(geometry.batch * geometry.groups * parts) { item, thread in
        let part = item % parts
        let own = filters * part / parts..<filters * (part + 1) / parts
        let (batch, group) = (item / parts / geometry.groups, item / parts % geometry.groups)
        let plane = batch * geometry.groups + group
        let product: UnsafeMutablePointer<Float> = invocation.scratch(thread: thread)
        BLASLibrary.multiply(
          m: own.count * taps, n: size, k: geometry.channels,
          .init(
            w + (group * geometry.channels * filters + own.lowerBound) * taps,
            stride: filters * taps, isTransposed: true),
          .init(x + plane * geometry.channels * size, stride: size), into: product, stride: size)
        for filter in own {
          fold.add(
            product + (filter - own.lowerBound) * taps * size,
            y + (plane * filters + filter) * geometry.resultSize)
        }
        operands.finish(
          invocation, batch: batch,
          channels: group * filters + own.lowerBound..<group * filters + own.upperBound,
          positions: 0..<geometry.resultSize, scratch: product + columns / 4)
      }
    }
  }
}

/// The sum of what each tap of a transposed convolution yields (col2im).
private struct Fold: Sendable {
  /// The window that reads the result where the op writes it.
  let window: WindowGeometry

  init(_ geometry: TransposedGeometry, _ op: TransposedConvolution, _ signature: Signature) {
    let kernel = signature.operands[1].extents
    let shifts = op.stride.indices.map { dimension in
      (0..<kernel[dimension + 2]).map {
        $0 * op.dilation[dimension] - op.padding[dimension].low
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
