extension Convolution {
  /// Returns code for a convolution whose results a body shuffles, phase by phase; nil where it does
  /// something else with them.
  func lowerPhases(_ main: FusedAnchor<Convolution>, _ step: StepViews) -> NativeStep? {
    guard groups == 1, main.result.ring == nil, let split = PhaseSplit(main.body, of: main.main)
    else { return nil }
    let channels = main.result.type.extents[1]
    // Phases of few channels would leave lanes empty, and have another form than the whole.
    guard channels >= 16 || main.weights.type.extents[0] <= 4 else { return nil }
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
