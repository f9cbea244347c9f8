extension MaxPool: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    signature.poolKernel(windows, Largest.self, finish: nil)
  }
}

extension AveragePool: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let (x, y) = (signature.operands[0].type.extents, signature.result.box)
    let factors = windows.enumerated().map { dimension, window in
      counts(window, y[dimension + 2], x[dimension + 2]).map { 1 / Float(max($0, 1)) }
    }
    guard let factors = Triple(factors, filler: [1]) else { return nil }
    return signature.poolKernel(
      windows, Sum.self,
      finish: { row, d, h in
        let factor = factors.d[d] * factors.h[h]
        for w in factors.w.indices { row[w] *= factor * factors.w[w] }
      })
  }
}

/// How a pool makes one value of the cells of a window.
private protocol PoolFold {
  /// The value of no cell.
  static var start: Float { get }
  /// Returns the value with one more cell.
  static func combine(_ value: Float, _ cell: Float) -> Float
}

private enum Largest: PoolFold {
  static var start: Float { -.infinity }
  static func combine(_ value: Float, _ cell: Float) -> Float {
    cell != cell || value < cell ? cell : value
  }
}

private enum Sum: PoolFold {
  static var start: Float { 0 }
  static func combine(_ value: Float, _ cell: Float) -> Float { value + cell }
}

extension Signature {
  /// The kernel that folds the cells of each window, row by row, and finishes each row; nil for more
  /// than three spatial dimensions.
  fileprivate func poolKernel<Fold: PoolFold>(
    _ windows: [Window], _: Fold.Type,
    finish: (@Sendable (_ row: UnsafeMutablePointer<Float>, _ d: Int, _ h: Int) -> Void)?
  ) -> Kernel? {
    let (held, box) = (operands[0].box, result.box)
    guard isAll(.f32), let window = WindowGeometry(windows, held, box) else { return nil }
    let (image, positions, stride) = (window.image, window.positions, window.stride)
    let shifts = window.shifts
    let inside = shifts.w.map {
      WindowGeometry.inside(shift: $0, count: positions.w, extent: image.w, stride: stride.w)
    }
    let planes = ImagePlanes(held, batch: box[0].lowerBound, channel: box[1].lowerBound)
    let channels = box[1].count
    return Kernel { invocation in
      let x: UnsafePointer<Float> = invocation.operand(0)
      let y: UnsafeMutablePointer<Float> = invocation.result()
      let rows = box.count / positions.w
      invocation.pool.parallel(rows, grain: max(1, 4096 / positions.w)) { range, _ in
        for row in range {
          let (plane, d, h) = (
            row / (positions.d * positions.h), row / positions.h % positions.d, row % positions.h
          )
          let source = x + planes(plane / channels, plane % channels)
          let target = y + row * positions.w
          target.update(repeating: Fold.start, count: positions.w)
          for shiftD in shifts.d {
            let z = d * stride.d + shiftD
            if z < 0 || z >= image.d { continue }
            for shiftH in shifts.h {
              let line = h * stride.h + shiftH
              if line < 0 || line >= image.h { continue }
              let cells = source + (z * image.h + line) * image.w
              for (tap, shiftW) in shifts.w.enumerated() {
                if stride.w == 1 {
                  let cells = cells + shiftW
                  for w in inside[tap] { target[w] = Fold.combine(target[w], cells[w]) }
                } else {
                  for w in inside[tap] {
                    target[w] = Fold.combine(target[w], cells[w &* stride.w &+ shiftW])
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
