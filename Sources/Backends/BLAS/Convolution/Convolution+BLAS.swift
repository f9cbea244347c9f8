extension Convolution: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? { kernel(signature, epilogue: nil) }

  /// Returns code that lets `epilogue` finish each part of the result.
  func kernel(_ signature: Signature, epilogue: Epilogue?, weight: Int = 1, image: Int = 0)
    -> Kernel?
  {
    guard let geometry = ConvolutionGeometry(self, signature) else { return nil }
    let operands = ConvolutionOperands(image: image, weight: weight, epilogue: epilogue)
    if geometry.channels == 1 && geometry.filters <= 2 && geometry.groups > 1 {
      return .depthwise(geometry, operands)
    }
    if let direct = DirectConvolution(geometry, threads: signature.threads) {
      return direct.kernel(operands)
    }
    let weightSize = geometry.filters * geometry.depth
    let columnsSize = geometry.depth * geometry.window.size
    if !geometry.window.isIdentity && weightSize > 1 << 17 && columnsSize <= 1 << 21 {
      return .wholeColumns(geometry, operands, threads: signature.threads)
    }
    return .chunkedColumns(geometry, operands, threads: signature.threads)
  }
}

/// Which operands of a step a convolution reads, and what is done with its result.
struct ConvolutionOperands: Sendable {
  /// The operand that is the image.
  let image: Int
  /// The operand that is the kernel.
  let weight: Int
  /// What is done with the result.
  let epilogue: Epilogue?

  /// Finishes a part of the result.
  func finish(
    _ invocation: Invocation, batch: Int, channels: Range<Int>, positions: Range<Int>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    epilogue?.apply(
      invocation, batch: batch, channels: channels, positions: positions, registers: scratch)
  }
}

extension Kernel {
  /// A product for each chunk of the result's positions: each thread unfolds what its chunk reads
  /// into its own part of the cache.
  fileprivate static func chunkedColumns(
    _ geometry: ConvolutionGeometry, _ operands: ConvolutionOperands, threads: Int
  ) -> Kernel {
    let (depth, size) = (geometry.depth, geometry.window.size)
    let filters = geometry.filters
    let length = chunkLength(geometry, threads: threads)
    let chunks = (size + length - 1) / length
    let columns = geometry.window.isIdentity ? 0 : roundUp(depth * length * 4)
    return Kernel(scratchPerThread: columns + (operands.epilogue?.scratchByteCount ?? 0)) {
      invocation in
      let (x, w): (UnsafePointer<Float>, UnsafePointer<Float>) = (
        invocation.operand(operands.image), invocation.operand(operands.weight)
      )
      let y = invocation.result(as: Float.self)
      invocation.pool.parallel(geometry.batch * geometry.groups * chunks) { item, thread in
        let start = item % chunks * length
        let positions = start..<min(start + length, size)
        let (batch, group) = (item / chunks / geometry.groups, item / chunks % geometry.groups)
        let plane = batch * geometry.groups + group
        let image = x + plane * geometry.channels * geometry.window.imageSize
        let scratch: UnsafeMutablePointer<Float> = invocation.scratch(thread: thread)
        var matrix = BLASLibrary.Matrix(image + start, stride: geometry.window.imageSize)
        if !geometry.window.isIdentity {
          geometry.window.unfold(
            image, channels: 0..<geometry.channels, positions, into: scratch)
          matrix = .init(scratch, stride: positions.count)
        }
        BLASLibrary.multiply(
          m: filters, n: positions.count, k: depth,
          .init(w + group * filters * depth, stride: depth), matrix,
          into: y + plane * filters * size + start, stride: size)
        operands.finish(
          invocation, batch: batch, channels: group * filters..<(group + 1) * filters,
          positions: positions, scratch: scratch + columns / 4)
      }
    }
  }

  /// The number of positions whose unfolded cells fill about half of a second-level cache, or that
  /// make a product worth its packing.
  private static func chunkLength(_ geometry: ConvolutionGeometry, threads: Int) -> Int {
    let fitting = (640 << 10) / (4 * geometry.depth)
    let most = min(max(fitting, 192), 4096)
    let items = geometry.batch * geometry.groups
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
    let (depth, size, filters) = (geometry.depth, geometry.window.size, geometry.filters)
    let parts = min(threads, filters)
    return Kernel(
      scratchPerThread: operands.epilogue?.scratchByteCount ?? 0, sharedScratch: depth * size * 4
    ) { invocation in
      let (x, w): (UnsafePointer<Float>, UnsafePointer<Float>) = (
        invocation.operand(operands.image), invocation.operand(operands.weight)
      )
      let y = invocation.result(as: Float.self)
      let columns: UnsafeMutablePointer<Float> = invocation.sharedScratch()
      for plane in 0..<geometry.batch * geometry.groups {
        let (batch, group) = (plane / geometry.groups, plane % geometry.groups)
        let image = x + plane * geometry.channels * geometry.window.imageSize
        invocation.pool.parallel(geometry.channels, grain: 4) { channels, _ in
          geometry.window.unfold(image, channels: channels, 0..<size, into: columns)
        }
        invocation.pool.parallel(parts) { part, thread in
          let rows = filters * part / parts..<filters * (part + 1) / parts
          BLASLibrary.multiply(
            m: rows.count, n: size, k: depth,
            .init(w + (group * filters + rows.lowerBound) * depth, stride: depth),
            .init(columns, stride: size),
            into: y + (plane * filters + rows.lowerBound) * size, stride: size)
          operands.finish(
            invocation, batch: batch,
            channels: group * filters + rows.lowerBound..<group * filters + rows.upperBound,
            positions: 0..<size, scratch: invocation.scratch(thread: thread))
        }
      }
    }
  }
}
