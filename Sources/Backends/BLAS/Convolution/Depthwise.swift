extension Kernel {
  /// Convolution where each channel of the result reads one of the image: each tap adds shifted
  /// rows.
  static func depthwise(_ geometry: ConvolutionGeometry, _ operands: ConvolutionOperands) -> Kernel
  {
    let channels = geometry.resultChannels
    // For each channel of the result, the one of the image, and its kernel.
    let sources = geometry.groups.flatMap { group in
      group.filters.indices.map { index in
        let filter = index - group.filters.lowerBound
        return (image: group.image, weight: group.weight + filter * geometry.window.taps)
      }
    }
    return Kernel(scratchPerThread: operands.epilogue?.scratchByteCount ?? 0) { invocation in
      let (x, w): (UnsafePointer<Float>, UnsafePointer<Float>) = (
        invocation.operand(operands.image), invocation.operand(operands.weight)
      )
      let window = geometry.window
      let planes = window.positions.d
      invocation.pool.parallel(geometry.batch * channels * planes) { item, thread in
        let (plane, d) = (item / planes, item % planes)
        let (batch, channel) = (plane / channels, plane % channels)
        let size = window.positions.h * window.positions.w
        window.sumTaps(
          x + geometry.planes(batch, sources[channel].image), w + sources[channel].weight, d: d,
          invocation.result() + plane * window.size + d * size)
        operands.finish(
          invocation, batch: batch, channels: channel..<channel + 1,
          positions: d * size..<(d + 1) * size, scratch: invocation.scratch(thread: thread))
      }
    }
  }
}

extension WindowGeometry {
  /// Computes plane `d` of one channel's result.
  fileprivate func sumTaps(
    _ image: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, d: Int,
    _ plane: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<positions.h * positions.w { plane[i] = 0 }
    var weight = weight
    for shiftD in shifts.d {
      let z = d * stride.d + shiftD
      for shiftH in shifts.h {
        for shiftW in shifts.w {
          if z >= 0 && z < self.image.d {
            addTap(image + z * self.image.h * self.image.w, shiftH, shiftW, weight[0], plane)
          }
          weight += 1
        }
      }
    }
  }

  /// Adds the cells that one tap reads, times its weight.
  private func addTap(
    _ cells: UnsafePointer<Float>, _ shiftH: Int, _ shiftW: Int, _ weight: Float,
    _ plane: UnsafeMutablePointer<Float>
  ) {
    let inside = Self.inside(
      shift: shiftW, count: positions.w, extent: image.w, stride: stride.w)
    let rows = Self.inside(shift: shiftH, count: positions.h, extent: image.h, stride: stride.h)
    for h in rows {
      let source = cells + (h * stride.h + shiftH) * image.w + shiftW
      let row = plane + h * positions.w
      if stride.w == 1 {
        for w in inside { row[w] += weight * source[w] }
      } else {
        for w in inside { row[w] += weight * source[w &* stride.w] }
      }
    }
  }
}
