/// A convolution or transposed convolution over a box of its result, as kernels take it.
struct ConvolutionStep {
  /// `true` iff it is a transposed one.
  let isTransposed: Bool
  /// The windows along D, H and W.
  private(set) var axes: [WindowAxis]
  /// The number of spatial dimensions.
  let rank: Int
  /// The image.
  let image: TensorView
  /// The weights.
  let weights: TensorView
  /// The result.
  let result: TensorView
  /// The groups of channels that do not mix.
  let groups: Int
  /// The channels of the whole image and of the whole result of a group.
  let inputsPerGroup: Int, outputsPerGroup: Int
  /// The memory and the threads.
  let views: StepViews

  /// The step of an op on an image and weights; nil where there are no kernels for it.
  init?(
    _ op: Convolution, _ image: TensorView, _ weights: TensorView, _ result: TensorView,
    _ views: StepViews
  ) {
    self.init(
      isTransposed: false, image, weights, result, views, groups: op.groups,
      outputsPerGroup: weights.type.extents[0] / op.groups,
      op.windows(weights.type.extents).enumerated().map {
        WindowAxis($1, results: result.box[$0 + 2], held: image.box[$0 + 2])
      })
  }

  /// The step of a transposed convolution.
  init?(
    _ op: TransposedConvolution, _ image: TensorView, _ weights: TensorView, _ result: TensorView,
    _ views: StepViews
  ) {
    self.init(
      isTransposed: true, image, weights, result, views, groups: op.groups,
      outputsPerGroup: weights.type.extents[1],
      op.windows(weights.type.extents).enumerated().map {
        WindowAxis($1, results: result.box[$0 + 2], held: image.box[$0 + 2])
      })
  }

  private init?(
    isTransposed: Bool, _ image: TensorView, _ weights: TensorView, _ result: TensorView,
    _ views: StepViews, groups: Int, outputsPerGroup: Int, _ axes: [WindowAxis]
  ) {
    guard (1...3).contains(axes.count), result.elementType == .f32 else { return nil }
    self.isTransposed = isTransposed
    rank = axes.count
    var axes = [WindowAxis](repeating: WindowAxis(), count: 3 - axes.count) + axes
    // Where nothing is read, no row of the image is there.
    if image.box.isEmpty || weights.box.isEmpty {
      for index in axes.indices { axes[index].image = 0 }
    }
    self.axes = axes
    self.image = image
    (self.weights, self.result, self.views, self.groups) = (weights, result, views, groups)
    inputsPerGroup = image.type.extents[1] / groups
    self.outputsPerGroup = outputsPerGroup
  }

  /// A convolution over views that were made for it: the phases of another step.
  ///
  /// There is one group; `axes` are those of the spatial dimensions that there are.
  init(
    phaseOf step: ConvolutionStep, _ axes: [WindowAxis], weights: TensorView, result: TensorView
  ) {
    isTransposed = false
    self.axes = [WindowAxis](repeating: WindowAxis(), count: 3 - axes.count) + axes
    rank = axes.count
    (image, self.weights, self.result, views) = (step.image, weights, result, step.views)
    (groups, inputsPerGroup, outputsPerGroup) = (1, step.inputsPerGroup, step.outputsPerGroup)
  }

  /// Returns the same step, for which the image ends with a box, as far as it is held.
  func reading(_ box: Region) -> ConvolutionStep {
    var step = self
    for dimension in 2..<image.box.rank where !image.box.isEmpty {
      step.axes[dimension + 1 - rank].image = max(
        0, box[dimension].upperBound - image.box[dimension].lowerBound)
    }
    return step
  }

  /// The types of the whole image and weights.
  var types: [TensorType] { [image.type, weights.type] }

  /// `true` iff each group is one channel of the image and of the result.
  var isDepthwise: Bool { groups > 1 && inputsPerGroup == 1 && outputsPerGroup == 1 }
  /// The number of taps.
  var taps: Int { axes.reduce(1) { $0 * $1.taps } }
  /// The images in memory whose channels, one after the other, are the image.
  var sources: [TensorView] { image.sources.isEmpty ? [image] : image.sources }
  /// The number of images that are computed.
  var batch: Int { result.box[0].count }

  /// Returns the part of the image that the windows of a piece of the result may read.
  func imageBox(_ piece: ChannelPiece) -> Region {
    var box = image.box
    if box.isEmpty { return box }
    box[0] = result.box[0]
    box[1] =
      piece.groups.lowerBound * inputsPerGroup..<piece.groups.upperBound * inputsPerGroup
    return box
  }

  /// Returns the arguments of the sources: their views from the first element on that a window of a
  /// piece of the result may read, and their channels.
  func sourceArguments(_ piece: ChannelPiece) -> [Int] {
    var corner = imageBox(piece).bounds.map(\.lowerBound)
    if sources.count > 1 { corner[1] = 0 }
    return sources.flatMap { source in
      source.arguments(from: source.box.isEmpty ? nil : corner)
        + [sources.count == 1 ? piece.groups.count * inputsPerGroup : source.type.extents[1]]
    }
  }
}

/// What is fused into a part of a result for which a part of the image is read; nil where it is not
/// pointwise.
typealias FusedPart = (_ result: TensorView, _ image: Region) -> FusedText?

/// Channels of a result whose groups are whole, or that are a part of one group.
struct ChannelPiece {
  /// The channels.
  let outputs: Range<Int>
  /// The groups, of which one may not be whole.
  let groups: Range<Int>

  /// Returns the pieces of an interval of channels.
  static func all(_ channels: Range<Int>, perGroup: Int) -> [ChannelPiece] {
    var pieces: [ChannelPiece] = []
    var next = channels.lowerBound
    while next < channels.upperBound {
      let group = next / perGroup
      let isWhole = next == group * perGroup && next + perGroup <= channels.upperBound
      let end = isWhole ? channels.upperBound / perGroup : group + 1
      let last = min(channels.upperBound, end * perGroup)
      pieces.append(ChannelPiece(outputs: next..<last, groups: group..<end))
      next = last
    }
    return pieces
  }
}

extension TensorView {
  /// Returns the view of some channels of an image.
  func narrowed(toChannels channels: Range<Int>) -> TensorView {
    var box = box
    box[1] = channels
    return part(box)
  }
}
