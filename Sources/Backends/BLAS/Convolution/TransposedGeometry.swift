/// A transposed convolution as ordinary ones: results with the same remainder modulo the stride (a
/// phase) read the same taps.
///
/// Along each dimension result j = q · stride + p; a tap t is read where p + low − t · dilation is a
/// multiple of the stride, at cell q + (p + low − t · dilation) / stride.
struct TransposedGeometry: Sendable {
  /// The results of one phase.
  struct Phase: Sendable {
    /// The first result.
    let start: Triple<Int>
    /// The cells that are read for q = 0, 1, ….
    let window: WindowGeometry
    /// The numbers of its taps in the kernel.
    let taps: [Int]
  }

  /// The number of images, and of groups of channels that do not mix.
  let batch: Int, groups: Int
  /// The channels of image and result in each group.
  let channels: Int, filters: Int
  /// The number of taps of a kernel.
  let taps: Int
  /// The spatial extents of the result.
  let result: Triple<Int>
  /// The distance between the results of neighbouring cells.
  let stride: Triple<Int>
  /// The phases, last dimension fastest.
  let phases: [Phase]

  /// The geometry of a step; nil for more than three spatial dimensions or a step over a part.
  init?(_ op: TransposedConvolution, _ signature: Signature) {
    let (x, w, y) = (signature.operands[0].extents, signature.operands[1].extents, signature.result)
    guard signature.isAll(.f32), signature.isWhole,
      let image = Triple(Array(x[2...]), filler: 1),
      let result = Triple(Array(y.extents[2...]), filler: 1),
      let stride = Triple(op.stride, filler: 1), let kernel = Triple(Array(w[2...]), filler: 1)
    else { return nil }
    (batch, groups, channels, filters) = (x[0], op.groups, x[1] / op.groups, w[1])
    (self.result, self.stride) = (result, stride)
    taps = kernel.d * kernel.h * kernel.w
    guard image.all.reduce(1, *) < BLASLibrary.maxExtent,
      result.all.reduce(1, *) < BLASLibrary.maxExtent, x[1] * taps < BLASLibrary.maxExtent,
      y.extents[1] * taps < BLASLibrary.maxExtent,
      let positions = Triple(zip(result.all, stride.all).map { ($0 + $1 - 1) / $1 }, filler: 1)
    else { return nil }

    let spatial = op.stride.count
    /// The taps that a phase reads along a dimension, with the cell that each reads for q = 0.
    func reads(_ dimension: Int, _ phase: Int) -> [(tap: Int, shift: Int)] {
      let own = dimension - (3 - spatial)
      if own < 0 { return [(0, 0)] }
      return (0..<w[own + 2]).compactMap { tap in
        let distance = phase + op.padding[own].low - tap * op.dilation[own]
        return distance % op.stride[own] == 0 ? (tap, distance / op.stride[own]) : nil
      }
    }
    var phases: [Phase] = []
    for d in 0..<stride.d {
      for h in 0..<stride.h {
        for w in 0..<stride.w {
          let (rd, rh, rw) = (reads(0, d), reads(1, h), reads(2, w))
          guard let start = Triple([d, h, w], filler: 0),
            let shifts = Triple([rd, rh, rw].map { $0.map(\.shift) }, filler: []),
            let ones = Triple([1, 1, 1], filler: 1)
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
}
