/// How the results of a convolution become an image with more pixels and fewer channels: pixel
/// shuffles, in which neighbouring pixels, the phases, come from different channels.
struct PhaseSplit {
  /// One of the phases.
  struct Phase {
    /// Its first pixel along each spatial dimension.
    let offsets: [Int]
    /// The channel of the convolution for its channel 0.
    let firstChannel: Int
  }

  /// The distance between pixels of a phase along each spatial dimension.
  let factors: [Int]
  /// The distance between the channels of a phase in the convolution.
  let channelStride: Int
  /// The phases.
  let phases: [Phase]

  /// The phases of what a body makes of a convolution; nil where it is no such image.
  init?(_ body: Graph, of main: Value) {
    let output = body.outputs[0].value
    let (image, result) = (body[main].type.extents, body[output].type.extents)
    guard (3...5).contains(image.count), image.count == result.count, image[0] == result[0],
      !image.contains(0), zip(image, result).dropFirst(2).allSatisfy({ $1 % $0 == 0 })
    else { return nil }
    factors = zip(image, result).dropFirst(2).map { $1 / $0 }
    let count = factors.reduce(1, *)
    guard count > 1, image[1] == result[1] * count else { return nil }
    var phases: [Phase] = []
    var channelStride: Int?
    for offsets in Self.offsets(factors) {
      let maps = AxisMap.phase(factors, offsets)
      let box = Region(whole: [image[0], result[1]] + image[2...])
      guard
        let found = PointwiseBody(
          body, output, main: main, over: box, maps: maps, of: body.inputViews)?.mainMaps,
        found[0] == AxisMap(dimension: 0), found[1].dimension == 1,
        Array(found[2...]) == Array(AxisMap.identity(rank: image.count)[2...]),
        channelStride ?? found[1].scale == found[1].scale
      else { return nil }
      channelStride = found[1].scale
      phases.append(Phase(offsets: offsets, firstChannel: found[1].offset))
    }
    // There is at least one phase.
    self.channelStride = channelStride!
    self.phases = phases
  }

  /// Returns where the elements of a phase are in the image.
  func maps(_ phase: Phase) -> [AxisMap] { AxisMap.phase(factors, phase.offsets) }

  /// Returns the pixels from which phases start, where those of one are `factors` apart.
  static func offsets(_ factors: [Int]) -> [[Int]] {
    factors.reduce([[]]) { all, factor in all.flatMap { one in (0..<factor).map { one + [$0] } } }
  }
}

extension AxisMap {
  /// Where the elements of a phase of an image are, whose pixels are `factors` apart.
  static func phase(_ factors: [Int], _ offsets: [Int]) -> [AxisMap] {
    identity(rank: 2)
      + factors.indices.map {
        AxisMap(dimension: $0 + 2, scale: factors[$0], offset: offsets[$0])
      }
  }
}
