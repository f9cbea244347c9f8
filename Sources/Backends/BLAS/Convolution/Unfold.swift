extension ConvolutionGeometry {
  /// Writes rows of the unfolded image (im2col): row (c, tap) holds, for each of the result's
  /// `positions`, the cell of channel c that the tap reads.
  ///
  /// `image` is the first channel of the group; rows of `columns` are `positions.count` long.
  func unfold(
    _ image: UnsafePointer<Float>, channels: Range<Int>, positions: Range<Int>,
    into columns: UnsafeMutablePointer<Float>
  ) {
    var target = columns + channels.lowerBound * taps * positions.count
    for channel in channels {
      let source = image + channel * imageSize
      for kd in 0..<kernel.d {
        for kh in 0..<kernel.h {
          for kw in 0..<kernel.w {
            unfoldTap(source, (kd, kh, kw), positions, target)
            target += positions.count
          }
        }
      }
    }
  }

  private func unfoldTap(
    _ source: UnsafePointer<Float>, _ tap: Triple, _ positions: Range<Int>,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let inside = Self.inside(
      tap: tap.w, count: result.w, extent: image.w, stride: stride.w, dilation: dilation.w,
      low: low.w)
    let shift = tap.w * dilation.w - low.w
    var target = target
    var position = positions.lowerBound
    var (row, first) = (position / result.w, position % result.w)
    while position < positions.upperBound {
      let end = min(result.w, first + positions.upperBound - position)
      let d = row / result.h * stride.d - low.d + tap.d * dilation.d
      let h = row % result.h * stride.h - low.h + tap.h * dilation.h
      let isInside = d >= 0 && d < image.d && h >= 0 && h < image.h
      let start = isInside ? min(max(inside.lowerBound, first), end) : end
      let stop = isInside ? max(start, min(inside.upperBound, end)) : end
      for w in first..<start { target[w &- first] = 0 }
      if start < stop {
        let cells = source + (d * image.h + h) * image.w + shift
        if stride.w == 1 {
          (target + (start - first)).update(from: cells + start, count: stop - start)
        } else {
          for w in start..<stop { target[w &- first] = cells[w &* stride.w] }
        }
      }
      for w in stop..<end { target[w &- first] = 0 }
      target += end - first
      position += end - first
      row += 1
      first = 0
    }
  }
}
