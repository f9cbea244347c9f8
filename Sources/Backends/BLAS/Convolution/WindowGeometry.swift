/// Which cells of an image a window reads, in three spatial dimensions and local coordinates: the
/// image is what is held of it.
///
/// Tap t of position p reads cell `p · stride + shifts[t]` along each dimension; cells outside of
/// the image are 0. What is held contains all cells of the whole image that a position reads, so a
/// cell outside is padding.
struct WindowGeometry: Sendable {
  /// The extents of the image.
  let image: Triple<Int>
  /// The number of positions.
  let positions: Triple<Int>
  /// The distance between the windows of neighbouring positions.
  let stride: Triple<Int>
  /// The cell that each tap reads at position 0.
  let shifts: Triple<[Int]>
  /// The cell of the first position, where the positions read one neighbour after the other, so that
  /// the image is its own unfolding; nil where they do not.
  let unfolded: Int?

  /// The geometry of windows.
  init(
    image: Triple<Int>, positions: Triple<Int>, stride: Triple<Int>, shifts: Triple<[Int]>
  ) {
    (self.image, self.positions, self.stride, self.shifts) = (image, positions, stride, shifts)
    let isOneTap = shifts.all.allSatisfy { $0.count == 1 }
    let isInside = (0..<3).allSatisfy { dimension in
      let last = (positions.all[dimension] - 1) * stride.all[dimension]
      return shifts.all[dimension].allSatisfy { $0 >= 0 && $0 + last < image.all[dimension] }
    }
    let distances = [image.h * image.w, image.w, 1]
    let space = IterationSpace(positions.all, [zip(distances, stride.all).map { $0 * $1 }])
    let isDense = space.extents.isEmpty || space.extents.count == 1 && space.rowStride(0) == 1
    unfolded =
      isOneTap && isInside && isDense
      ? zip(distances, shifts.all).reduce(0) { $0 + $1.0 * $1.1[0] } : nil
  }

  /// The number of taps.
  var taps: Int { shifts.d.count * shifts.h.count * shifts.w.count }
  /// The number of cells of a channel.
  var imageSize: Int { image.d * image.h * image.w }
  /// The number of positions.
  var size: Int { positions.d * positions.h * positions.w }

  /// Returns the positions in `0 ..< count` whose tap is a cell in `0 ..< extent`.
  static func inside(shift: Int, count: Int, extent: Int, stride: Int) -> Range<Int> {
    let first = shift >= 0 ? 0 : (-shift + stride - 1) / stride
    let end = extent <= shift ? 0 : (extent - shift + stride - 1) / stride
    let start = min(first, count)
    return start..<max(start, min(end, count))
  }
}

/// A value for each of three spatial dimensions, outermost first.
struct Triple<Element: Sendable>: Sendable {
  /// The values.
  var d: Element, h: Element, w: Element

  /// The values of at most three dimensions; `filler` for missing outer ones.
  init?(_ values: [Element], filler: Element) {
    if values.count > 3 { return nil }
    let all = [Element](repeating: filler, count: 3 - values.count) + values
    (d, h, w) = (all[0], all[1], all[2])
  }

  /// The values in order.
  var all: [Element] { [d, h, w] }
}

extension WindowGeometry {
  /// Writes rows of the unfolded image (im2col): row (c, tap) holds, for each of the `range` of
  /// positions, the cell of channel c that the tap reads.
  func unfold(
    _ image: UnsafePointer<Float>, channels: Range<Int>, _ range: Range<Int>,
    into columns: UnsafeMutablePointer<Float>
  ) {
    var target = columns + channels.lowerBound * taps * range.count
    for channel in channels {
      let source = image + channel * imageSize
      for d in shifts.d {
        for h in shifts.h {
          for w in shifts.w {
            unfoldTap(source, d, h, w, range, target)
            target += range.count
          }
        }
      }
    }
  }

  private func unfoldTap(
    _ source: UnsafePointer<Float>, _ shiftD: Int, _ shiftH: Int, _ shiftW: Int,
    _ range: Range<Int>, _ target: UnsafeMutablePointer<Float>
  ) {
    let inside = Self.inside(
      shift: shiftW, count: positions.w, extent: image.w, stride: stride.w)
    var target = target
    var position = range.lowerBound
    var (row, first) = (position / positions.w, position % positions.w)
    while position < range.upperBound {
      let end = min(positions.w, first + range.upperBound - position)
      let d = row / positions.h * stride.d + shiftD
      let h = row % positions.h * stride.h + shiftH
      let isInside = d >= 0 && d < image.d && h >= 0 && h < image.h
      let start = isInside ? min(max(inside.lowerBound, first), end) : end
      let stop = isInside ? max(start, min(inside.upperBound, end)) : end
      for w in first..<start { target[w &- first] = 0 }
      if start < stop {
        let cells = source + (d * image.h + h) * image.w + shiftW
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
