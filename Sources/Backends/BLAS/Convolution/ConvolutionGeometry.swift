/// A convolution in three spatial dimensions over a box of its result.
struct ConvolutionGeometry: Sendable {
  /// The number of images.
  let batch: Int
  /// The groups of channels that do not mix.
  let groups: [ChannelGroup]
  /// The channels of the image in each group.
  let channels: Int
  /// The most channels of the result in a group.
  let filters: Int
  /// The channels of the result.
  let resultChannels: Int
  /// Where the result is: its first element, and the distance of its channels.
  let target: (start: Int, stride: Int)
  /// Where the channels of the image are.
  let planes: ImagePlanes
  /// The cells that are read.
  let window: WindowGeometry

  /// The geometry of a step; nil for more than three spatial dimensions, or one that reads nothing
  /// or leaves room elsewhere than along the first of them.
  init?(_ op: Convolution, _ signature: Signature) {
    let (x, w, y) = (signature.operands[0], signature.operands[1], signature.result)
    guard signature.isAll(.f32), let target = y.channels,
      !op.reads(y.box, of: [x.type, w.type])[0].isEmpty
    else {
      return nil
    }
    let perGroup = w.type.extents[0] / op.groups
    let (inputs, filterSize) = (w.extents[1], Extents.strides(w.extents)[0])
    batch = y.extents[0]
    channels = inputs
    resultChannels = y.extents[1]
    self.target = target
    groups = ChannelGroup.all(y.box[1], perGroup: perGroup, inputs: inputs) { group, filter in
      (group * perGroup + filter - w.box[0].lowerBound) * filterSize
    }
    filters = groups.map(\.filters.count).max() ?? 0
    planes = ImagePlanes(
      x.box, batch: y.box[0].lowerBound, channel: y.box[1].lowerBound / perGroup * inputs)
    guard let window = WindowGeometry(op.windows(w.type.extents), x.box, y.box) else { return nil }
    self.window = window
    guard
      [depth, filters, window.imageSize, window.size].allSatisfy({ $0 < BLASLibrary.maxExtent })
    else { return nil }
  }

  /// The rows of the unfolded image: taps of all channels of a group.
  var depth: Int { channels * window.taps }

  /// Returns where the image of a group is.
  func image(_ batch: Int, _ group: Int) -> Int { planes(batch, groups[group].image) }

  /// Returns where the result of a channel is.
  func result(_ batch: Int, _ channel: Int) -> Int {
    target.start + (batch * resultChannels + channel) * target.stride
  }
}

extension WindowGeometry {
  /// What windows over an image [N, C, S…] read for a box of the result; nil for more than three
  /// spatial dimensions.
  init?(_ windows: [Window], _ held: Region, _ result: Region) {
    let shifts = windows.enumerated().map { dimension, window in
      let first =
        window.start(result[dimension + 2].lowerBound) - held[dimension + 2].lowerBound
      return (0..<window.size).map { first + $0 * window.dilation }
    }
    guard let image = Triple(Array(held.extents[2...]), filler: 1),
      let positions = Triple(Array(result.extents[2...]), filler: 1),
      let stride = Triple(windows.map(\.stride), filler: 1),
      let shifts = Triple(shifts, filler: [0])
    else { return nil }
    self.init(image: image, positions: positions, stride: stride, shifts: shifts)
  }
}
