/// A convolution in three spatial dimensions over dense images, in local coordinates.
///
/// Result (d, h, w) reads the cells `position · stride − low + tap · dilation`; cells outside of the
/// image are 0.
struct ConvolutionGeometry: Sendable {
  /// One number for each spatial dimension.
  typealias Triple = (d: Int, h: Int, w: Int)

  /// The number of images.
  let batch: Int
  /// The number of groups of channels that do not mix.
  let groups: Int
  /// The channels of the image and of the result, in each group.
  let channels: Int, filters: Int
  /// The spatial extents.
  let image: Triple, kernel: Triple, result: Triple
  /// The geometry of the window.
  let stride: Triple, dilation: Triple, low: Triple

  /// The geometry of a step; nil for more than three spatial dimensions, or where a box does not
  /// hold all channels.
  init?(_ op: Convolution, _ signature: Signature) {
    let (x, w, y) = (signature.operands[0], signature.operands[1], signature.result)
    guard signature.isAll(.f32), op.stride.count <= 3, w.isWhole, x.box[0] == y.box[0],
      x.extents[1] == x.type.extents[1], y.extents[1] == y.type.extents[1]
    else { return nil }
    func triple(_ values: [Int], _ filler: Int) -> Triple {
      let all = [Int](repeating: filler, count: 3 - values.count) + values
      return (all[0], all[1], all[2])
    }
    func spatial(_ extents: [Int]) -> Triple { triple(Array(extents[2...]), 1) }
    batch = y.extents[0]
    groups = op.groups
    channels = w.extents[1]
    filters = w.extents[0] / op.groups
    (image, kernel, result) = (spatial(x.extents), spatial(w.extents), spatial(y.extents))
    stride = triple(op.stride, 1)
    dilation = triple(op.dilation, 1)
    // A cell of the tensor that the box does not hold is never read, so the box may pass for it.
    low = triple(
      op.padding.indices.map {
        op.padding[$0].low + x.box[$0 + 2].lowerBound
          - y.box[$0 + 2].lowerBound * op.stride[$0]
      }, 0)
    guard [channels * taps, filters, imageSize, resultSize].allSatisfy({ $0 < Int(Int32.max) })
    else { return nil }
  }

  /// The number of taps of a kernel.
  var taps: Int { kernel.d * kernel.h * kernel.w }
  /// The cells of a channel of the image and of the result.
  var imageSize: Int { image.d * image.h * image.w }
  /// The cells of a channel of the result.
  var resultSize: Int { result.d * result.h * result.w }
  /// The rows of the unfolded image: taps of all channels of a group.
  var depth: Int { channels * taps }
  /// `true` iff the image is its own unfolding.
  var isDirect: Bool {
    taps == 1 && stride == (1, 1, 1) && low == (0, 0, 0) && image == result
  }

  /// Returns the positions in `0 ..< count` whose tap is a cell in `0 ..< extent`.
  static func inside(
    tap: Int, count: Int, extent: Int, stride: Int, dilation: Int, low: Int
  ) -> Range<Int> {
    let shift = tap * dilation - low
    let first = shift >= 0 ? 0 : (-shift + stride - 1) / stride
    let end = extent <= shift ? 0 : (extent - shift + stride - 1) / stride
    let start = min(first, count)
    return start..<max(start, min(end, count))
  }
}
