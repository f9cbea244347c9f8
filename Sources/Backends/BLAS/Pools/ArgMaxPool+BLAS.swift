extension ArgMaxPool: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let (held, whole, box) = (
      signature.operands[0].box, signature.operands[0].type, signature.result.box
    )
    guard whole.elementType == .f32, let window = WindowGeometry(windows, held, box),
      let first = Triple(held.bounds.dropFirst(2).map(\.lowerBound), filler: 0),
      let extents = Triple(Array(whole.extents.dropFirst(2)), filler: 1)
    else { return nil }
    let (image, positions, stride) = (window.image, window.positions, window.stride)
    let shifts = window.shifts
    let inside = shifts.w.map {
      WindowGeometry.inside(shift: $0, count: positions.w, extent: image.w, stride: stride.w)
    }
    let planes = ImagePlanes(held, batch: box[0].lowerBound, channel: box[1].lowerBound)
    let channels = box[1].count
    return Kernel(scratchPerThread: positions.w * 4) { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Int64> = invocation.result()
      let rows = box.count / positions.w
      invocation.pool.parallel(rows, grain: max(1, 4096 / positions.w)) { range, thread in
        let best: UnsafeMutablePointer<Float> = invocation.scratch(thread: thread)
        for row in range {
          let (plane, d, h) = (
            row / (positions.d * positions.h), row / positions.h % positions.d, row % positions.h
          )
          let source = x + planes(plane / channels, plane % channels)
          let target = y + row * positions.w
          target.update(repeating: -1, count: positions.w)
          for shiftD in shifts.d {
            let z = d * stride.d + shiftD
            if z < 0 || z >= image.d { continue }
            for shiftH in shifts.h {
              let line = h * stride.h + shiftH
              if line < 0 || line >= image.h { continue }
              let cells = source + (z * image.h + line) * image.w
              let start = ((z + first.d) * extents.h + line + first.h) * extents.w + first.w
              for (tap, shiftW) in shifts.w.enumerated() {
                for w in inside[tap] {
                  let cell = w &* stride.w &+ shiftW
                  let value = cells[cell]
                  let isNaN = value != value && best[w] == best[w]
                  if target[w] < 0 || best[w] < value || isNaN {
                    best[w] = value
                    target[w] = Int64(start + cell)
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
