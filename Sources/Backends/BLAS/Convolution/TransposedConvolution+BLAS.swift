extension TransposedConvolution: BLASLowerable, FusionMain {
  func kernel(_ signature: Signature) -> Kernel? {
    kernel(signature, epilogue: nil, weight: 1, image: 0)
  }

  func kernel(_ signature: Signature, epilogue: Epilogue?, weight: Int, image: Int) -> Kernel? {
    let operands = ConvolutionOperands(image: image, weight: weight, epilogue: epilogue)
    guard let geometry = TransposedGeometry(self, signature) else {
      return .unread(self, signature, operands)
    }
    let weightSize = geometry.channels * geometry.resultChannels * geometry.taps
    let imageSize = geometry.phases[0].window.imageSize
    let isSmall = imageSize * geometry.filters * geometry.taps <= 1 << 21
    if isSmall && weightSize > 1 << 17 && geometry.filters >= signature.threads {
      return .scattering(
        geometry, operands, Fold(geometry, self, signature), threads: signature.threads)
    }
    return .phases(geometry, operands, threads: signature.threads)
  }
}

extension Kernel {
  /// A product for each phase of each chunk of rows, whose results are then spread over the rows of
  /// the image.
  fileprivate static func phases(
    _ geometry: TransposedGeometry, _ operands: ConvolutionOperands, threads: Int
  ) -> Kernel {
    let width = geometry.phases[0].window.positions.w
    let rows = geometry.size / width
    let joint = geometry.isUniform ? geometry.phases.count : 1
    let depth = geometry.channels * (geometry.phases.map(\.taps.count).max() ?? 0)
    let perPosition = max(depth, 1) + joint * geometry.filters
    let fitting = max((512 << 10) / (4 * perPosition * width), 1)
    let rowsPerItem = max(min(fitting, (rows + threads - 1) / threads), 1)
    let items = (rows + rowsPerItem - 1) / rowsPerItem
    let columns = roundUp(depth * rowsPerItem * width * 4)
    let products = roundUp(joint * geometry.filters * rowsPerItem * width * 4)
    let (weights, groups) = (PhaseWeights(geometry), geometry.groups)
    return Kernel(
      scratchPerThread: columns + products + (operands.epilogue?.scratchByteCount ?? 0),
      sharedScratch: weights.byteCount
    ) { invocation in
      let packed: UnsafeMutablePointer<Float> = invocation.sharedScratch()
      weights.pack(invocation.operand(operands.weight), into: packed, invocation.pool)
      let x: UnsafePointer<Float> = invocation.operand(operands.image)
      let y = invocation.result(as: Float.self)
      invocation.pool.parallel(geometry.batch * groups.count * items) { item, thread in
        let first = item % items * rowsPerItem
        let range = first..<min(first + rowsPerItem, rows)
        let (batch, group) = (item / items / groups.count, item / items % groups.count)
        let filters = groups[group].filters
        let image = x + geometry.image(batch, group)
        let scratch: UnsafeMutablePointer<Float> = invocation.scratch(thread: thread)
        let product = scratch + columns / 4
        for index in stride(from: 0, to: geometry.phases.count, by: joint) {
          let window = geometry.phases[index].window
          let positions = range.lowerBound * width..<range.upperBound * width
          let matrix: BLASLibrary.Matrix<Float>
          if let start = window.unfolded {
            matrix = .init(image + start + positions.lowerBound, stride: window.imageSize)
          } else {
            window.unfold(image, channels: 0..<geometry.channels, positions, into: scratch)
            matrix = .init(scratch, stride: positions.count)
          }
          let depth = geometry.channels * window.taps
          if depth == 0 {
            product.update(repeating: 0, count: filters.count * positions.count)
          } else {
            BLASLibrary.multiply(
              m: joint * filters.count, n: positions.count, k: depth,
              .init(packed + weights.offset(group, index), stride: depth), matrix,
              into: product, stride: positions.count)
          }
          for phase in 0..<joint {
            geometry.spread(
              product + phase * filters.count * positions.count, geometry.phases[index + phase],
              rows: range, filters.count, y + geometry.result(batch, filters.lowerBound))
          }
        }
        geometry.forEachResultRow(range) { positions in
          operands.finish(
            invocation, batch: batch, channels: filters, positions: positions,
            scratch: product + products / 4)
        }
      }
    }
  }
}

extension TransposedGeometry {
  /// Spreads the results of a phase over their places.
  fileprivate func spread(
    _ product: UnsafePointer<Float>, _ phase: Phase, rows: Range<Int>, _ filters: Int,
    _ y: UnsafeMutablePointer<Float>
  ) {
    let (positions, start) = (phase.window.positions, phase.start)
    let inside = WindowGeometry.inside(
      shift: start.w, count: positions.w, extent: result.w, stride: stride.w)
    for filter in 0..<filters {
      for row in rows {
        let d = row / positions.h * stride.d + start.d
        let h = row % positions.h * stride.h + start.h
        if d < 0 || d >= result.d || h < 0 || h >= result.h { continue }
        let source = product + (filter * rows.count + row - rows.lowerBound) * positions.w
        let target = y + ((filter * result.d + d) * result.h + h) * result.w + start.w
        for w in inside { target[w &* stride.w] = source[w] }
      }
    }
  }

  /// Calls `body` with the positions of each row of the result that the rows of all phases make.
  fileprivate func forEachResultRow(_ rows: Range<Int>, _ body: (Range<Int>) -> Void) {
    let positions = phases[0].window.positions
    for row in rows {
      let results = results(row / positions.h, row % positions.h)
      for d in results.planes where !results.rows.isEmpty {
        // Rows of neighbouring phases are neighbours.
        let first = (d * result.h + results.rows.lowerBound) * result.w
        body(first..<first + results.rows.count * result.w)
      }
    }
  }
}
