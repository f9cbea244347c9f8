import GraphIR

extension ConvolutionCase {
  /// Channels around the sizes of vectors.
  private static let channels = [1, 2, 3, 4, 5, 8, 12, 15, 16, 17, 31, 32, 33, 48]
  /// The most products of a case.
  private static let mostProducts = 4_000_000

  /// The case of a seed; one in tiles where `isTiled`.
  init(seed: Int, isTiled: Bool) throws {
    var draw = Draw(seed, isTiled ? "tiled" : "convolution")
    let spatial = draw(1...3)
    let isTransposed = draw.isLucky(3)
    let isDepthwise = !isTiled && draw.isLucky(6)
    func ofChannels() -> Int { Self.channels[draw(0...Self.channels.count - 1)] }
    let groups = isDepthwise ? ofChannels() : draw.isLucky(5) ? draw(2...3) : 1
    let (inputs, outputs) = isDepthwise ? (1, 1) : (ofChannels(), ofChannels())
    let isStrided = isTiled && draw.isLucky(3)
    let kernel = (0..<spatial).map { _ in
      isTiled ? (isStrided ? 4 : draw.isLucky(5) ? 1 : 3) : draw(1...[9, 5, 4][spatial - 1])
    }
    let stride = kernel.map { kernel in
      isTiled
        ? (isStrided ? 2 : 1) : draw.isLucky(3) ? min(kernel, 3) : draw.isLucky(2) ? draw(1...3) : 1
    }
    let dilation = kernel.map { _ in !isTiled && draw.isLucky(4) ? draw(2...3) : 1 }
    let spans = zip(kernel, dilation).map { ($0 - 1) * $1 + 1 }
    let padding = spans.map { Edges(draw(0...$0 / 2 + 1), draw(0...$0 / 2 + 1)) }
    var extents = spans.map { max($0, draw(1...[180, 40, 15][spatial - 1])) }
    let batch = draw(1...2)
    while batch * extents.reduce(1, *) * inputs * outputs * groups * kernel.reduce(1, *)
      > Self.mostProducts, extents != spans
    {
      extents = zip(extents, spans).map { max($1, $0 / 2) }
    }
    let channels = inputs * groups
    image = [batch, channels] + extents
    weights = (isTransposed ? [channels, outputs] : [outputs * groups, inputs]) + kernel
    // The tiles that there are transforms for, each of which reads 4 to 8 positions.
    let tile = kernel.indices.map { dimension in
      let taps = kernel[dimension] / stride[dimension]
      return (taps == 1 ? 1 : [4, 5, 6, 8][draw(0...3)] - taps + 1)
        * (isTransposed ? stride[dimension] : 1)
    }
    op =
      isTransposed
      ? TransposedConvolution(
        stride: stride, dilation: dilation, padding: spans.map { Edges($0 / 3, $0 / 4) },
        outputPadding: stride.map { draw(0...$0 - 1) }, groups: groups, tile: isTiled ? tile : [])
      : Convolution(
        stride: stride, dilation: dilation, padding: padding, groups: groups,
        tile: isTiled ? tile : [])
    result = try op.resultType([TensorType(.f32, image), TensorType(.f32, weights)]).extents
    let isJoined = groups == 1 && channels > 1 && draw.isLucky(3)
    let first = isJoined ? draw(1...channels - 1) : channels
    joined = isJoined ? [first, channels - first] : [channels]
    followers = (0..<draw(0...3)).map { _ in
      Follower.allCases[draw(0...Follower.allCases.count - 1)]
    }
    self.seed = seed
  }

  /// A layout other than the plain one.
  var otherLayout: Layout {
    var draw = Draw(seed, "layout")
    let choice = draw(1...3)
    return Layout(imageIsLast: choice & 1 != 0, resultIsLast: choice & 2 != 0)
  }
}
