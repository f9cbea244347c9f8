extension Resize: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let (x, y) = (signature.operands[0], signature.result)
    guard signature.isWhole else { return nil }
    let axes = extents.indices.map { dimension in
      let axis = axis(dimension, of: x.extents)
      return (0..<extents[dimension]).map { axis.taps($0) }
    }
    if mode == .nearest {
      let strides = Extents.strides(x.extents)
      let tables = y.extents.indices.map { dimension in
        (0..<y.extents[dimension]).map { position in
          (dimension < 2 ? position : axes[dimension - 2][position][0].cell) * strides[dimension]
        }
      }
      return TableCopy(tables).kernel(elementSize: x.type.elementType.byteCount)
    }
    let taps = axes.map { $0.map { $0.map { ResizeTap(cell: $0.cell, weight: Float($0.weight)) } } }
    guard signature.isAll(.f32), let image = Triple(Array(x.extents[2...]), filler: 1),
      let taps = Triple(taps, filler: [[ResizeTap(cell: 0, weight: 1)]])
    else { return nil }
    return .mixing(taps, image: image, planes: x.extents[0] * x.extents[1])
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
    _ taps: Triple<[[ResizeTap]]>, image: Triple<Int>, planes: Int
  ) -> Kernel {
    let (depth, height, width) = (taps.d.count, taps.h.count, taps.w.count)
    return Kernel(scratchPerThread: image.w * 4) { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Float> = invocation.result()
      invocation.pool.parallel(planes * depth * height, grain: max(1, 4096 / width)) {
        rows, thread in
        let mixed: UnsafeMutablePointer<Float> = invocation.scratch(thread: thread)
        for row in rows {
          let plane = row / (depth * height)
          mixed.update(repeating: 0, count: image.w)
          for d in taps.d[row / height % depth] {
            for h in taps.h[row % height] {
              let source = x + ((plane * image.d + d.cell) * image.h + h.cell) * image.w
              let weight = d.weight * h.weight
              for w in 0..<image.w { mixed[w] += weight * source[w] }
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
