extension Resize: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let (x, y) = (signature.operands[0], signature.result.box)
    let axes = extents.indices.map { dimension in
      let axis = axis(dimension, of: x.type.extents)
      return y[dimension + 2].map { axis.taps($0) }
    }
    // A result outside of the image has no cell.
    if axes.contains(where: { $0.contains(where: \.isEmpty) }) { return nil }
    if mode == .nearest {
      return signature.copying { dimension, position in
        if dimension < 2 { return (dimension, position) }
        return (dimension, axes[dimension - 2][position - y[dimension].lowerBound][0].cell)
      }
    }
    let taps = axes.enumerated().map { dimension, results in
      let first = x.box[dimension + 2].lowerBound
      return results.map {
        $0.map { ResizeTap(cell: $0.cell - first, weight: Float($0.weight)) }
      }
    }
    guard signature.isAll(.f32), let image = Triple(Array(x.extents[2...]), filler: 1),
      let taps = Triple(taps, filler: [[ResizeTap(cell: 0, weight: 1)]])
    else { return nil }
    return .mixing(
      taps, image: image, channels: y[1].count, batch: y[0].count,
      ImagePlanes(x.box, batch: y[0].lowerBound, channel: y[1].lowerBound))
  }
}

/// A cell of the image and its weight in a result.
struct ResizeTap: Sendable {
  /// The cell along one dimension.
  let cell: Int
  /// Its weight.
  let weight: Float
}

extension Kernel {
  /// Mixes the rows of the image that a row of the result needs, then the cells of the mixed row.
  fileprivate static func mixing(
    _ taps: Triple<[[ResizeTap]]>, image: Triple<Int>, channels: Int, batch: Int,
    _ planes: ImagePlanes
  ) -> Kernel {
    let (depth, height, width) = (taps.d.count, taps.h.count, taps.w.count)
    let cells = taps.w.joined().map(\.cell)
    // There is a result, and each has a tap.
    let read = cells.min()!..<cells.max()! + 1
    return Kernel(scratchPerThread: image.w * 4) { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Float> = invocation.result()
      invocation.pool.parallel(batch * channels * depth * height, grain: max(1, 4096 / width)) {
        rows, thread in
        let mixed: UnsafeMutablePointer<Float> = invocation.scratch(thread: thread)
        for row in rows {
          let plane = row / (depth * height)
          let image = (x: x + planes(plane / channels, plane % channels), h: image.h, w: image.w)
          mixed.update(repeating: 0, count: image.w)
          for d in taps.d[row / height % depth] {
            for h in taps.h[row % height] {
              let source = image.x + (d.cell * image.h + h.cell) * image.w
              let weight = d.weight * h.weight
              for w in read { mixed[w] += weight * source[w] }
            }
          }
          let target = y + row * width
          for w in 0..<width {
            var sum: Float = 0
            for tap in taps.w[w] { sum += tap.weight * mixed[tap.cell] }
            target[w] = sum
          }
        }
      }
    }
  }
}
