extension Kernel {
  /// Convolution where each channel of the result reads one of the image: each tap adds shifted
  /// rows.
  static func depthwise(_ geometry: ConvolutionGeometry, _ operands: ConvolutionOperands) -> Kernel
  {
    let channels = geometry.groups * geometry.filters
    return Kernel(scratchPerThread: operands.epilogue?.scratchByteCount ?? 0) { invocation in
      let (x, w): (UnsafePointer<Float>, UnsafePointer<Float>) = (
        invocation.operand(operands.image), invocation.operand(operands.weight)
      )
      let planes = geometry.result.d
      invocation.pool.parallel(geometry.batch * channels * planes) { item, thread in
        let (plane, d) = (item / planes, item % planes)
        let (batch, channel) = (plane / channels, plane % channels)
        let source = batch * geometry.groups + channel / geometry.filters
        let size = geometry.result.h * geometry.result.w
        geometry.addTaps(
          x + source * geometry.imageSize, w + channel * geometry.taps, d: d,
          invocation.result() + plane * geometry.resultSize + d * size)
        operands.finish(
          invocation, batch: batch, channels: channel..<channel + 1,
          positions: d * size..<(d + 1) * size, scratch: invocation.scratch(thread: thread))
      }
    }
  }
}

extension ConvolutionGeometry {
  /// Computes plane `d` of one channel's result.
  fileprivate func addTaps(
    _ image: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, d: Int,
    _ plane: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<result.h * result.w { plane[i] = 0 }
    for kd in 0..<kernel.d {
      let z = d * stride.d - low.d + kd * dilation.d
      if z < 0 || z >= self.image.d { continue }
      for h in 0..<result.h {
        let row = plane + h * result.w
        for kh in 0..<kernel.h {
          let y = h * stride.h - low.h + kh * dilation.h
          if y < 0 || y >= self.image.h { continue }
          let cells = image + (z * self.image.h + y) * self.image.w
          let taps = weight + (kd * kernel.h + kh) * kernel.w
          for kw in 0..<kernel.w { addRow(cells, taps[kw], kw, row) }
        }
      }
    }
  }

  /// Adds a row of the image, times one weight, to a row of the result.
  private func addRow(
    _ cells: UnsafePointer<Float>, _ weight: Float, _ tap: Int, _ row: UnsafeMutablePointer<Float>
  ) {
    let inside = Self.inside(
      tap: tap, count: result.w, extent: image.w, stride: stride.w, dilation: dilation.w,
      low: low.w)
    let shift = tap * dilation.w - low.w
    if stride.w == 1 {
      let cells = cells + shift
      for w in inside { row[w] += weight * cells[w] }
    } else {
      for w in inside { row[w] += weight * cells[w &* stride.w &+ shift] }
    }
  }
}
