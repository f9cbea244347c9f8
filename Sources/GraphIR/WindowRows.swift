/// A tap of a window over an image that meets a row of results.
///
/// All coordinates of a row but the last are fixed; the taps of the other dimensions are known when
/// a row starts, so that nothing but sums is left for each channel.
struct RowTap {
  /// The offset of the tap in the spatial dimensions of the kernel.
  let kernel: Int
  /// The offset of the first cell in the spatial dimensions of the image.
  let image: Int
  /// The position of the first result in the row.
  let result: Int
  /// The number of results.
  let count: Int
}

/// The rows of a box of results [N, C, S…] under a window.
struct WindowRows<Geometry: TapGeometry> {
  /// The window along each spatial dimension.
  let windows: [Geometry]
  /// The box of results.
  let part: Region
  /// The image under the window.
  let image: PlacedArray
  /// The distance between neighbouring taps of the kernel along each spatial dimension.
  let kernelStrides: [Int]

  /// The distance in memory between the cells of a tap.
  var imageStep: Int { windows[windows.count - 1].cellStep * layout.strides[windows.count + 1] }
  /// The distance in memory between the results of a tap.
  var resultStep: Int { windows[windows.count - 1].resultStep }
  /// The number of results in a row.
  var length: Int { part[part.rank - 1].count }
  /// The number of results of one channel.
  var channelLength: Int { part.bounds.dropFirst(2).reduce(1) { $0 * $1.count } }

  /// `true` iff a cell of the image is under a window; where none is, the image may not be held.
  var hasCells: Bool {
    !part.isEmpty
      && windows.indices.allSatisfy {
        !windows[$0].cells(under: part[$0 + 2], in: image.extents[$0 + 2]).isEmpty
      }
  }

  /// The order of the image's cells.
  private var layout: PlacedArray.Layout { image.layout }

  /// Calls `body` for each row of one channel with the offset of the row in the channel's results
  /// and the taps that meet it.
  func forEach(_ body: (_ row: Int, _ taps: [RowTap]) -> Void) {
    let layout = layout
    let last = windows.count - 1
    let columns = taps(last, part[part.rank - 1], layout)
    var row = 0
    Region(Array(part.bounds[2..<part.rank - 1])).forEach { position in
      var taps = [RowTap(kernel: 0, image: 0, result: 0, count: 0)]
      for dimension in 0..<last {
        let inner = self.taps(dimension, position[dimension]..<position[dimension] + 1, layout)
        taps = Self.combinations(taps, inner)
      }
      body(row, Self.combinations(taps, columns))
      row += length
    }
  }

  /// Returns the taps along one dimension that meet the results.
  private func taps(
    _ dimension: Int, _ results: Range<Int>, _ layout: PlacedArray.Layout
  ) -> [RowTap] {
    let window = windows[dimension]
    let held = image.box[dimension + 2]
    return window.runs(over: results, in: image.extents[dimension + 2]).map { run in
      let last = run.cell + (run.count - 1) * window.cellStep
      precondition(
        held.contains(run.cell) && held.contains(last), "read outside of the held box")
      return RowTap(
        kernel: run.tap * kernelStrides[dimension],
        image: (run.cell - held.lowerBound) * layout.strides[dimension + 2],
        result: run.result - results.lowerBound, count: run.count)
    }
  }

  /// Returns each outer tap with each inner one, the inner ones fastest.
  private static func combinations(_ outer: [RowTap], _ inner: [RowTap]) -> [RowTap] {
    outer.flatMap { outer in
      inner.map {
        RowTap(
          kernel: outer.kernel + $0.kernel, image: outer.image + $0.image, result: $0.result,
          count: $0.count)
      }
    }
  }
}

extension WindowRows {
  /// Returns the results that start as `start` and take in one cell after another, in the order of
  /// the taps.
  ///
  /// - Requires: the image has the batch elements and channels of the results.
  @inline(__always)
  func reduce<L: Lane>(from start: L, _ combine: (L, L) -> L) -> [L] {
    var results = [L](repeating: start, count: part.count)
    if !hasCells { return results }
    let values: [L] = image.data.widened()
    let channels = Offsets.sums([0, 1].map { layout.table($0, part[$0]) })
    let (imageStep, resultStep, channelLength) = (imageStep, resultStep, channelLength)
    results.withUnsafeMutableBufferPointer { results in
      values.withUnsafeBufferPointer { values in
        forEach { row, taps in
          for (channel, offset) in channels.enumerated() {
            let first = channel * channelLength + row
            for tap in taps {
              var (result, cell) = (first + tap.result, offset + tap.image)
              for _ in 0..<tap.count {
                results[result] = combine(results[result], values[cell])
                result += resultStep
                cell += imageStep
              }
            }
          }
        }
      }
    }
    return results
  }
}
