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
    let views = Self.anyViews(of: body)
    var phases: [Phase] = []
    var channelStride: Int?
    for offsets in Self.offsets(factors) {
      let maps = AxisMap.phase(factors, offsets)
      let box = Region(whole: [image[0], result[1]] + image[2...])
      guard
        let found = PointwiseBody(
          body, output, main: main, over: box, maps: maps, of: views)?.mainMaps,
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

  /// Views of the body's inputs, of which only the types count.
  private static func anyViews(of body: Graph) -> [TensorView] {
    body.nodes.filter { $0.op is Input }.map { node in
      let box = node.type.whole
      return TensorView(node.type, box, in: BoxLayout(box), memory: 0, from: 0)
    }
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

extension TensorView {
  /// Returns the view of every so many pixels of an image; `extents` are those of the whole phase.
  func phase(_ factors: [Int], _ offsets: [Int], extents: [Int]) -> TensorView {
    var (bounds, strides, corner) = (box.bounds, strides, box.bounds.map(\.lowerBound))
    for (index, factor) in factors.enumerated() {
      let (dimension, offset) = (index + 2, offsets[index])
      let range = box[dimension]
      let first = (range.lowerBound - offset + factor - 1) / factor
      bounds[dimension] = first..<max(first, (range.upperBound - offset + factor - 1) / factor)
      strides[dimension] *= factor
      corner[dimension] = first * factor + offset
    }
    return TensorView(
      type: TensorType(elementType, [type.extents[0], type.extents[1]] + extents),
      box: Region(bounds), memory: memory, start: start + place(of: corner).distance,
      strides: strides)
  }

  /// Returns the view of every so many outputs of the weights of a convolution.
  func outputs(from first: Int, stride: Int, count: Int) -> TensorView {
    var extents = type.extents
    extents[0] = count
    var (box, strides) = (box, strides)
    let start = start + (first - box[0].lowerBound) * strides[0]
    if !box.isEmpty { box[0] = 0..<count }
    strides[0] *= stride
    return TensorView(
      type: TensorType(elementType, extents), box: box, memory: memory, start: start,
      strides: strides, isFixed: isFixed)
  }
}

extension Convolution {
  /// Returns code for a convolution whose results a body shuffles, phase by phase; nil where it does
  /// something else with them.
  func lowerPhases(_ main: FusedAnchor<Convolution>, _ step: StepViews) -> NativeStep? {
    guard groups == 1, main.result.ring == nil, let split = PhaseSplit(main.body, of: main.main)
    else { return nil }
    let channels = main.result.type.extents[1]
    let extents = Array(main.body[main.main].type.extents[2...])
    var code = NativeStep(calls: [])
    for phase in split.phases {
      let result = main.result.phase(split.factors, phase.offsets, extents: extents)
      if result.box.isEmpty { continue }
      let weights =
        main.weights.box.isEmpty
        ? main.weights
        : main.weights.outputs(
          from: phase.firstChannel, stride: split.channelStride, count: channels)
      guard let part = ConvolutionStep(self, main.image, weights, result, step),
        lower(
          part, into: &code,
          { main.fused(into: $0, reading: $1, maps: split.maps(phase)) })
      else { return nil }
    }
    return code
  }
}
