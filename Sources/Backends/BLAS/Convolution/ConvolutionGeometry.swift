/// A convolution in three spatial dimensions over dense images, in local coordinates.
struct ConvolutionGeometry: Sendable {
  /// The number of images.
  let batch: Int
  /// The number of groups of channels that do not mix.
  let groups: Int
  /// The channels of the image in each group.
  let channels: Int
  /// The channels of the result in each group.
  let filters: Int
  /// The cells that are read.
  let window: WindowGeometry

  /// The geometry of a step; nil for more than three spatial dimensions, or where a box does not
  /// hold all channels.
  init?(_ op: Convolution, _ signature: Signature) {
    let (x, w, y) = (signature.operands[0], signature.operands[1], signature.result)
    guard signature.isAll(.f32), w.isWhole, x.box[0] == y.box[0],
      x.extents[1] == x.type.extents[1], y.extents[1] == y.type.extents[1]
    else { return nil }
    batch = y.extents[0]
    groups = op.groups
    channels = w.extents[1]
    filters = w.extents[0] / op.groups
    // A cell of the tensor that the box does not hold is never read, so the box may pass for it.
    let shifts = op.windows(w.extents).enumerated().map { dimension, window in
      let first = window.start(y.box[dimension + 2].lowerBound) - x.box[dimension + 2].lowerBound
      return (0..<window.size).map { first + $0 * window.dilation }
    }
    guard let image = Triple(Array(x.extents[2...]), filler: 1),
      let positions = Triple(Array(y.extents[2...]), filler: 1),
      let stride = Triple(op.stride, filler: 1), let shifts = Triple(shifts, filler: [0])
    else { return nil }
    window = WindowGeometry(image: image, positions: positions, stride: stride, shifts: shifts)
    guard
      [depth, filters, window.imageSize, window.size].allSatisfy({ $0 < BLASLibrary.maxExtent })
    else { return nil }
  }

  /// The rows of the unfolded image: taps of all channels of a group.
  var depth: Int { channels * window.taps }
}
