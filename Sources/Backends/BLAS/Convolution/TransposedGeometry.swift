/// A transposed convolution over a box of its result as ordinary ones: results with the same
/// remainder modulo the stride (a phase) read the same taps.
///
/// Along each dimension result j = q · stride + p; a tap t is read where p + low − t · dilation is a
/// multiple of the stride, at cell q + (p + low − t · dilation) / stride. The positions of a phase
/// are all q with a result in the box, so that the first and the last one may lie outside of it.
struct TransposedGeometry: Sendable {
  /// The results of one phase.
  struct Phase: Sendable {
    /// The result of the first q, counted from the first one of the box; may be negative.
    let start: Triple<Int>
    /// The cells that are read for each q.
    let window: WindowGeometry
    /// The numbers of its taps in the kernel.
    let taps: [Int]
  }

  /// The number of images.
  let batch: Int
  /// The groups of channels that do not mix.
  let groups: [ChannelGroup]
  /// The channels of the image, and the most channels of the result, in each group.
  let channels: Int, filters: Int
  /// The channels of the result.
  let resultChannels: Int
  /// Where the channels of the image are.
  let planes: ImagePlanes
  /// The number of taps of a kernel, and the distance between those of neighbouring channels of the
  /// image.
  let taps: Int, weightStride: Int
  /// The spatial extents of the result.
  let result: Triple<Int>
  /// The distance between the results of neighbouring cells.
  let stride: Triple<Int>
  /// The phases, last dimension fastest.
  let phases: [Phase]
  /// The result of the first q of phase 0.
  private let origin: Triple<Int>

  /// The geometry of a step; nil for more than three spatial dimensions, or one that reads nothing.
  init?(_ op: TransposedConvolution, _ signature: Signature) {
    let (x, w, y) = (signature.operands[0], signature.operands[1], signature.result)
    guard signature.isAll(.f32), !op.reads(y.box, of: [x.type, w.type])[0].isEmpty,
      let image = Triple(Array(x.extents[2...]), filler: 1),
      let result = Triple(Array(y.extents[2...]), filler: 1),
      let stride = Triple(op.stride, filler: 1),
      let kernel = Triple(Array(w.extents[2...]), filler: 1)
    else { return nil }
    (self.result, self.stride) = (result, stride)
    let (taps, inputs, perGroup) = (
      kernel.d * kernel.h * kernel.w, x.type.extents[1] / op.groups, w.type.extents[1]
    )
    let weightStride = w.extents[1] * taps
    (self.taps, self.weightStride, batch, channels) = (taps, weightStride, y.extents[0], inputs)
    resultChannels = y.extents[1]
    groups = ChannelGroup.all(y.box[1], perGroup: perGroup, inputs: inputs) { group, filter in
      (group * inputs - w.box[0].lowerBound) * weightStride
        + (filter - w.box[1].lowerBound) * taps
    }
    filters = groups.map(\.filters.count).max() ?? 0
    planes = ImagePlanes(
      x.box, batch: y.box[0].lowerBound, channel: y.box[1].lowerBound / perGroup * inputs)

    let axes = op.windows(w.type.extents).enumerated().map { dimension, window in
      TransposedAxis(window, held: x.box[dimension + 2], results: y.box[dimension + 2])
    }
    guard let axes = Triple(axes, filler: .trivial),
      let positions = Triple(axes.all.map(\.positions), filler: 1),
      let origin = Triple(axes.all.map(\.origin), filler: 0),
      let ones = Triple([1, 1, 1], filler: 1),
      image.all.reduce(1, *) < BLASLibrary.maxExtent,
      result.all.reduce(1, *) < BLASLibrary.maxExtent,
      x.type.extents[1] * taps < BLASLibrary.maxExtent, weightStride < BLASLibrary.maxExtent,
      perGroup * op.groups * taps < BLASLibrary.maxExtent
    else { return nil }
    self.origin = origin

    var phases: [Phase] = []
    for d in 0..<stride.d {
      for h in 0..<stride.h {
        for w in 0..<stride.w {
          let (rd, rh, rw) = (axes.d.reads(d), axes.h.reads(h), axes.w.reads(w))
          guard
            let start = Triple([origin.d + d, origin.h + h, origin.w + w], filler: 0),
            let shifts = Triple([rd, rh, rw].map { $0.map(\.shift) }, filler: [])
          else { return nil }
          let numbers = rd.flatMap { d in
            rh.flatMap { h in rw.map { (d.tap * kernel.h + h.tap) * kernel.w + $0.tap } }
          }
          phases.append(
            Phase(
              start: start,
              window: WindowGeometry(
                image: image, positions: positions, stride: ones, shifts: shifts),
              taps: numbers))
        }
      }
    }
    self.phases = phases
  }

  /// The number of positions of a phase.
  var size: Int { phases[0].window.size }
  /// The number of results of a channel.
  var resultSize: Int { result.d * result.h * result.w }
  /// `true` iff all phases read the same cells, so that one product computes them.
  var isUniform: Bool {
    phases.allSatisfy { $0.window.shifts.all == phases[0].window.shifts.all }
  }

  /// Returns where the image of a group is.
  func image(_ batch: Int, _ group: Int) -> Int { planes(batch, groups[group].image) }

  /// Returns where the result of a channel is.
  func result(_ batch: Int, _ channel: Int) -> Int {
    (batch * resultChannels + channel) * resultSize
  }

  /// Returns the results along the planes and the rows that position (d, h) has in all phases.
  func results(_ d: Int, _ h: Int) -> (planes: Range<Int>, rows: Range<Int>) {
    let (d, h) = (origin.d + d * stride.d, origin.h + h * stride.h)
    return (
      Region.clip(d, d + stride.d, to: result.d), Region.clip(h, h + stride.h, to: result.h)
    )
  }
}

/// A transposed window along one dimension, over an interval of its results.
private struct TransposedAxis {
  /// The number of q with results in the interval.
  let positions: Int
  /// The result of the first of them in phase 0, counted from the first one of the interval.
  let origin: Int
  private let window: TransposedWindow
  private let first: Int

  /// A dimension that is not there.
  static var trivial: TransposedAxis {
    TransposedAxis(TransposedWindow(size: 1), held: 0..<1, results: 0..<1)
  }

  init(_ window: TransposedWindow, held: Range<Int>, results: Range<Int>) {
    self.window = window
    let q = results.lowerBound / window.stride
    positions = (results.upperBound - 1) / window.stride + 1 - q
    origin = q * window.stride - results.lowerBound
    first = q - held.lowerBound
  }

  /// Returns the taps that a phase reads, with the cell of what is held that each reads first.
  func reads(_ phase: Int) -> [(tap: Int, shift: Int)] {
    (0..<window.size).compactMap { tap in
      let distance = phase + window.padding.low - tap * window.dilation
      return distance % window.stride == 0 ? (tap, first + distance / window.stride) : nil
    }
  }
}
