extension MaxPool: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let windows = window.indices.map {
      Window(size: window[$0], stride: stride[$0], dilation: dilation[$0], padding: padding[$0])
    }
    return WindowGeometry(pooling: windows, signature)?.poolKernel(
      signature, start: -.infinity, combine: { ($1 != $1 || $0 < $1) ? $1 : $0 }, finish: nil)
  }
}

extension AveragePool: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let windows = window.indices.map {
      Window(size: window[$0], stride: stride[$0], dilation: dilation[$0], padding: padding[$0])
    }
    let (x, y) = (signature.operands[0].type.extents, signature.result.box)
    let factors = windows.enumerated().map { dimension, window in
      counts(window, y[dimension + 2], x[dimension + 2]).map { 1 / Float(max($0, 1)) }
    }
    guard let factors = Triple(factors, filler: [1]) else { return nil }
    return WindowGeometry(pooling: windows, signature)?.poolKernel(
      signature, start: 0, combine: { $0 + $1 },
      finish: { row, d, h in
        let factor = factors.d[d] * factors.h[h]
        for w in factors.w.indices { row[w] *= factor * factors.w[w] }
      })
  }
}

extension WindowGeometry {
  /// The cells that a pool reads; nil for more than three spatial dimensions.
  fileprivate init?(pooling windows: [Window], _ signature: Signature) {
    let (x, y) = (signature.operands[0], signature.result)
    let shifts = windows.enumerated().map { dimension, window in
      let first = window.start(y.box[dimension + 2].lowerBound) - x.box[dimension + 2].lowerBound
      return (0..<window.size).map { first + $0 * window.dilation }
    }
    guard signature.isAll(.f32), x.box[0] == y.box[0], x.box[1] == y.box[1],
      let image = Triple(Array(x.extents[2...]), filler: 1),
      let positions = Triple(Array(y.extents[2...]), filler: 1),
      let stride = Triple(windows.map(\.stride), filler: 1),
      let shifts = Triple(shifts, filler: [0])
    else { return nil }
    self.init(image: image, positions: positions, stride: stride, shifts: shifts)
  }

  /// The kernel that folds the cells of each window, row by row, and finishes each row.
  @inline(__always)
  fileprivate func poolKernel(
    _ signature: Signature, start: Float,
    combine: @escaping @Sendable (Float, Float) -> Float,
    finish: (@Sendable (_ row: UnsafeMutablePointer<Float>, _ d: Int, _ h: Int) -> Void)?
  ) -> Kernel {
    let inside = shifts.w.map {
      Self.inside(shift: $0, count: positions.w, extent: image.w, stride: stride.w)
    }
    let rows = signature.result.box.count / positions.w
    return Kernel { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Float> = invocation.result()
      invocation.pool.parallel(rows, grain: max(1, 4096 / positions.w)) { range, _ in
        for row in range {
          let (plane, d, h) = (
            row / (positions.d * positions.h), row / positions.h % positions.d, row % positions.h
          )
          let target = y + row * positions.w
          target.update(repeating: start, count: positions.w)
          for shiftD in shifts.d {
            let z = d * stride.d + shiftD
            if z < 0 || z >= image.d { continue }
            for shiftH in shifts.h {
              let line = h * stride.h + shiftH
              if line < 0 || line >= image.h { continue }
              let cells = x + ((plane * image.d + z) * image.h + line) * image.w
              for (tap, shiftW) in shifts.w.enumerated() {
                if stride.w == 1 {
                  let cells = cells + shiftW
                  for w in inside[tap] { target[w] = combine(target[w], cells[w]) }
                } else {
                  for w in inside[tap] {
                    target[w] = combine(target[w], cells[w &* stride.w &+ shiftW])
                  }
                }
              }
            }
          }
          finish?(target, d, h)
        }
      }
    }
  }
}
