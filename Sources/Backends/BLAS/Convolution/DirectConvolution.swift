import CBLASKernels

/// A convolution of stride 1 with few filters, where unfolding would cost more than the product: the
/// image is cut into tiles that stay in the cache, with a border of zeros around them, and each tap
/// reads its tile at a fixed distance.
struct DirectConvolution: Sendable {
  private let geometry: ConvolutionGeometry
  /// The number of filters that are computed together.
  private let block: Int
  /// The most rows and columns of the result in a tile.
  private let height: Int, width: Int
  private let threads: Int

  /// The convolution; nil where another way is better, or the processor lacks the vector unit.
  init?(_ geometry: ConvolutionGeometry, threads: Int) {
    let window = geometry.window
    block = Int(direct_convolution_block())
    guard block > 0, window.stride.h == 1, window.stride.w == 1, window.taps > 1,
      geometry.filters <= 64, 2 * geometry.filters >= block, window.size >= 512
    else { return nil }
    self.geometry = geometry
    self.threads = threads
    let budget = 96 << 10
    var width = window.positions.w
    func rowsThatFit(_ width: Int) -> Int {
      let planes = geometry.channels * window.shifts.d.count
      let padded = width + window.spanW
      return (budget / padded - planes * window.spanH) / (planes + geometry.filters)
    }
    while rowsThatFit(width) < 4 && width > 64 { width = (width + 1) / 2 }
    self.width = width
    let shared = window.positions.h * window.positions.d * geometry.batch / (2 * threads)
    let most = max(min(rowsThatFit(width), max(shared, 4), window.positions.h), 1)
    let tiles = (window.positions.h + most - 1) / most
    height = (window.positions.h + tiles - 1) / tiles
  }

  /// The distance between rows and planes of a tile of the image.
  private var rowStride: Int { width + geometry.window.spanW }
  private var planeStride: Int { (height + geometry.window.spanH) * rowStride }
  private var channelStride: Int { planeStride * geometry.window.shifts.d.count }

  /// The distance from the first cell of a tile to the one that each tap reads.
  private var offsets: [Int64] {
    let shifts = geometry.window.shifts
    return shifts.d.indices.flatMap { d in
      shifts.h.flatMap { h in
        shifts.w.map {
          Int64(d * planeStride + (h - shifts.h[0]) * rowStride + $0 - shifts.w[0])
        }
      }
    }
  }

  /// The kernel.
  func kernel(_ operands: ConvolutionOperands) -> Kernel {
    let (window, groups) = (geometry.window, geometry.groups)
    let step = Int(direct_convolution_step)
    let blocks = (geometry.filters + block - 1) / block
    let productStride = (height * rowStride + step - 1) / step * step
    let tileSize = Kernel.roundUp((geometry.channels * channelStride + 2 * step) * 4)
    let productSize = Kernel.roundUp(blocks * block * productStride * 4)
    let weightSize = blocks * block * geometry.depth
    let offsets = offsets
    let (rows, columns) = (
      (window.positions.h + height - 1) / height, (window.positions.w + width - 1) / width
    )
    let tiles = window.positions.d * rows * columns
    return Kernel(
      scratchPerThread: tileSize + productSize + (operands.epilogue?.scratchByteCount ?? 0),
      sharedScratch: groups.count * weightSize * 4
    ) { invocation in
      let weights: UnsafeMutablePointer<Float> = invocation.sharedScratch()
      invocation.pool.parallel(groups.count * blocks) { item, _ in
        pack(invocation.operand(operands.weight), item / blocks, item % blocks, weights)
      }
      let x: UnsafePointer<Float> = invocation.operand(operands.image)
      let y: UnsafeMutablePointer<Float> = invocation.result()
      invocation.pool.parallel(geometry.batch * groups.count * tiles) { item, thread in
        let tile = item % tiles
        let (batch, index) = (item / tiles / groups.count, item / tiles % groups.count)
        let filters = groups[index].filters
        let place = Place(
          d: tile / (rows * columns), h: tile / columns % rows * height, w: tile % columns * width)
        let image: UnsafeMutablePointer<Float> = invocation.scratch(thread: thread)
        let product = image + tileSize / 4
        fill(image, x + geometry.image(batch, index), place)
        direct_convolution_f32(
          Int64(geometry.channels), Int64(offsets.count), offsets, Int64(channelStride), image,
          weights + index * weightSize, Int64(blocks * block),
          Int64(height * rowStride), product, Int64(productStride))
        forEachRun(place) { run, source in
          for filter in filters {
            var target = y + geometry.result(batch, filter) + run.lowerBound
            var row = product + (filter - filters.lowerBound) * productStride + source
            var rest = run.count
            while rest > 0 {
              let count = min(rest, window.positions.w, width)
              target.update(from: row, count: count)
              target += count
              row += rowStride
              rest -= count
            }
          }
          operands.finish(
            invocation, batch: batch, channels: filters, positions: run,
            scratch: product + productSize / 4)
        }
      }
    }
  }

  /// The first result of a tile.
  private struct Place {
    let d: Int, h: Int, w: Int
  }

  /// Calls `body` with the neighbouring positions of the result in a tile, and where they start in
  /// the product: all rows at once where they are whole.
  private func forEachRun(_ place: Place, _ body: (_ run: Range<Int>, _ source: Int) -> Void) {
    let positions = geometry.window.positions
    let first = (place.d * positions.h + place.h) * positions.w + place.w
    let rows = min(height, positions.h - place.h)
    if width >= positions.w { return body(first..<first + rows * positions.w, 0) }
    let count = min(width, positions.w - place.w)
    for row in 0..<rows {
      let start = first + row * positions.w
      body(start..<start + count, row * rowStride)
    }
  }

  /// Orders the filters of a block as the kernel reads them: [channel][tap][filter].
  private func pack(
    _ weights: UnsafePointer<Float>, _ group: Int, _ block: Int,
    _ packed: UnsafeMutablePointer<Float>
  ) {
    let (depth, size) = (geometry.depth, self.block)
    let blocks = (geometry.filters + size - 1) / size
    let target = packed + (group * blocks + block) * size * depth
    for filter in 0..<size {
      let index = block * size + filter
      let source = weights + geometry.groups[group].weight + index * depth
      let isThere = index < geometry.groups[group].filters.count
      for i in 0..<depth { target[i &* size &+ filter] = isThere ? source[i] : 0 }
    }
  }

  /// Copies the cells that a tile reads, with zeros outside of the image.
  private func fill(
    _ tile: UnsafeMutablePointer<Float>, _ image: UnsafePointer<Float>, _ place: Place
  ) {
    let window = geometry.window
    let left = place.w + window.shifts.w[0]
    let start = min(max(-left, 0), rowStride)
    let end = max(min(rowStride, window.image.w - left), start)
    var target = tile
    for channel in 0..<geometry.channels {
      for shift in window.shifts.d {
        let d = place.d * window.stride.d + shift
        for row in 0..<height + window.spanH {
          let h = place.h + window.shifts.h[0] + row
          if d < 0 || d >= window.image.d || h < 0 || h >= window.image.h {
            target.update(repeating: 0, count: rowStride)
          } else {
            let cells =
              image + channel * window.imageSize + (d * window.image.h + h) * window.image.w
              + left
            for i in 0..<start { target[i] = 0 }
            (target + start).update(from: cells + start, count: end - start)
            for i in end..<rowStride { target[i] = 0 }
          }
          target += rowStride
        }
      }
    }
  }
}

extension WindowGeometry {
  /// The distance from the first to the last tap along the height.
  fileprivate var spanH: Int { shifts.h[shifts.h.count - 1] - shifts.h[0] }
  /// The distance from the first to the last tap along the width.
  fileprivate var spanW: Int { shifts.w[shifts.w.count - 1] - shifts.w[0] }
}
