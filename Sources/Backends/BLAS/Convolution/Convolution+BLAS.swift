extension Convolution: RimLeaving {
  func kernel(_ signature: Signature) -> Kernel? { kernel(signature, epilogue: nil) }
  func rimKernel(_ signature: Signature) -> Kernel? { kernel(signature, epilogue: nil) }

  /// Returns code that lets `epilogue` finish each part of the result.
  func kernel(_ signature: Signature, epilogue: Epilogue?, weight: Int = 1, image: Int = 0)
    -> Kernel?
  {
    let operands = ConvolutionOperands(image: image, weight: weight, epilogue: epilogue)
    guard let geometry = ConvolutionGeometry(self, signature) else {
      return signature.result.memory == signature.result.box
        ? .unread(self, signature, operands) : nil
    }
    if geometry.channels == 1 && geometry.filters <= 2 && groups > 1 {
      if signature.result.memory != signature.result.box { return nil }
      return .depthwise(geometry, operands)
    }
    if let direct = DirectConvolution(geometry, threads: signature.threads) {
      return direct.kernel(operands)
    }
    let weightSize = geometry.filters * geometry.depth
    let columnsSize = geometry.depth * geometry.window.size
    if geometry.window.unfolded == nil && weightSize > 1 << 17 && columnsSize <= 1 << 21 {
      return .wholeColumns(geometry, operands, threads: signature.threads)
    }
    return .chunkedColumns(geometry, operands, threads: signature.threads)
  }
}

extension Kernel {
  /// A product for each chunk of the result's positions: each thread unfolds what its chunk reads
  /// into its own part of the cache.
  fileprivate static func chunkedColumns(
    _ geometry: ConvolutionGeometry, _ operands: ConvolutionOperands, threads: Int
  ) -> Kernel {
    let (depth, size, groups) = (geometry.depth, geometry.window.size, geometry.groups)
    let length = chunkLength(geometry, threads: threads)
    let chunks = (size + length - 1) / length
    let columns = geometry.window.unfolded == nil ? roundUp(depth * length * 4) : 0
    return Kernel(scratchPerThread: columns + (operands.epilogue?.scratchByteCount ?? 0)) {
      invocation in
      let (x, w): (UnsafePointer<Float>, UnsafePointer<Float>) = (
        invocation.operand(operands.image), invocation.operand(operands.weight)
      )
      let y = invocation.result(as: Float.self)
      invocation.pool.parallel(geometry.batch * groups.count * chunks) { item, thread in
        let start = item % chunks * length
        let positions = start..<min(start + length, size)
        let (batch, index) = (item / chunks / groups.count, item / chunks % groups.count)
        let group = groups[index]
        let image = x + geometry.image(batch, index)
        let scratch: UnsafeMutablePointer<Float> = invocation.scratch(thread: thread)
        let matrix: BLASLibrary.Matrix<Float>
        if let first = geometry.window.unfolded {
          matrix = .init(image + first + start, stride: geometry.window.imageSize)
        } else {
          geometry.window.unfold(
            image, channels: 0..<geometry.channels, positions, into: scratch)
          matrix = .init(scratch, stride: positions.count)
        }
        BLASLibrary.multiply(
          m: group.filters.count, n: positions.count, k: depth,
          .init(w + group.weight, stride: depth), matrix,
          into: y + geometry.result(batch, group.filters.lowerBound) + start,
          stride: geometry.target.stride)
        operands.finish(
          invocation, batch: batch, channels: group.filters, positions: positions,
          scratch: scratch + columns / 4)
      }
    }
  }

  /// The number of positions whose unfolded cells fill about half of a second-level cache, or that
  /// make a product worth its packing.
  private static func chunkLength(_ geometry: ConvolutionGeometry, threads: Int) -> Int {
    let fitting = (640 << 10) / (4 * geometry.depth)
    let most = min(max(fitting, 192), 4096)
    let items = geometry.batch * geometry.groups.count
    let fewest = (geometry.window.size + most - 1) / most
    // As many items for each thread as for any other.
    let chunks = items % threads == 0 ? fewest : (fewest + threads - 1) / threads * threads
    let length = (geometry.window.size + chunks - 1) / chunks
    return min((length + 15) & ~15, max(geometry.window.size, 1))
  }

  /// Few positions and many filters: the threads unfold the image together, then each multiplies
  /// with some of the filters.
  fileprivate static func wholeColumns(
    _ geometry: ConvolutionGeometry, _ operands: ConvolutionOperands, threads: Int
  ) -> Kernel {
    let (depth, size, groups) = (geometry.depth, geometry.window.size, geometry.groups)
    let parts = min(threads, geometry.filters)
    return Kernel(
      scratchPerThread: operands.epilogue?.scratchByteCount ?? 0, sharedScratch: depth * size * 4
    ) { invocation in
      let (x, w): (UnsafePointer<Float>, UnsafePointer<Float>) = (
        invocation.operand(operands.image), invocation.operand(operands.weight)
      )
      let y = invocation.result(as: Float.self)
      let columns: UnsafeMutablePointer<Float> = invocation.sharedScratch()
      for item in 0..<geometry.batch * groups.count {
        let (batch, index) = (item / groups.count, item % groups.count)
        let (group, image) = (groups[index], x + geometry.image(batch, index))
        let filters = group.filters.count
        invocation.pool.parallel(geometry.channels, grain: 4) { channels, _ in
          geometry.window.unfold(image, channels: channels, 0..<size, into: columns)
        }
        invocation.pool.parallel(parts) { part, thread in
          let rows = filters * part / parts..<filters * (part + 1) / parts
          if rows.isEmpty { return }
          let first = group.filters.lowerBound + rows.lowerBound
          BLASLibrary.multiply(
            m: rows.count, n: size, k: depth,
            .init(w + group.weight + rows.lowerBound * depth, stride: depth),
            .init(columns, stride: size), into: y + geometry.result(batch, first),
            stride: geometry.target.stride)
          operands.finish(
            invocation, batch: batch, channels: first..<first + rows.count, positions: 0..<size,
            scratch: invocation.scratch(thread: thread))
        }
      }
    }
  }
}
