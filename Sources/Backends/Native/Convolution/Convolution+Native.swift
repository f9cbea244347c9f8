extension Convolution: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    ConvolutionStep(self, step.operands[0], step.operands[1], step.result, step)
      .flatMap { lower($0) { _, _ in FusedText.none } }
  }

  /// Returns code for a step in the form that the op's tile says; nil where `fused` gives nothing.
  fileprivate func lower(_ step: ConvolutionStep, _ fused: FusedPart) -> NativeStep? {
    var code = NativeStep(calls: [])
    return lower(step, into: &code, fused) ? code : nil
  }

  /// Adds code for a step; `false` where `fused` gives nothing.
  func lower(_ step: ConvolutionStep, into code: inout NativeStep, _ fused: FusedPart) -> Bool {
    if let winograd = WinogradConvolution(self, step) { return winograd.lower(into: &code, fused) }
    return DirectConvolution(step).lower(into: &code, fused)
  }
}

extension Convolution: EpilogueLowerable {
  static func lower(_ fused: Fused, _ step: StepViews) -> NativeStep? {
    guard let main = FusedAnchor<Convolution>(fused, step) else { return nil }
    if let code = main.op.lowerPhases(main, step) { return code }
    return ConvolutionStep(main.op, main.image, main.weights, main.result, step)
      .flatMap { main.op.lower($0) { main.fused(into: $0, reading: $1) } }
  }
}

extension TransposedConvolution: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    ConvolutionStep(self, step.operands[0], step.operands[1], step.result, step)
      .flatMap { lower($0) { _, _, _ in FusedText.none } }
  }

  /// Returns code for a step in the form that the op's tile says; nil where `fused` gives nothing.
  fileprivate func lower(
    _ step: ConvolutionStep,
    _ fused: (_ result: TensorView, _ image: Region, _ maps: [AxisMap]?) -> FusedText?
  ) -> NativeStep? {
    var code = NativeStep(calls: [])
    if let phases = TransposedPhases(self, step) {
      return phases.lower(into: &code, fused) ? code : nil
    }
    return DirectConvolution(step).lower(into: &code, { fused($0, $1, nil) }) ? code : nil
  }
}

extension TransposedConvolution: EpilogueLowerable {
  static func lower(_ fused: Fused, _ step: StepViews) -> NativeStep? {
    guard let main = FusedAnchor<TransposedConvolution>(fused, step) else { return nil }
    return ConvolutionStep(main.op, main.image, main.weights, main.result, step)
      .flatMap { main.op.lower($0) { main.fused(into: $0, reading: $1, maps: $2) } }
  }
}

extension Convolution: JoinedImageReading {
  func readsJoinedImages(_ types: [TensorType]) -> Bool {
    groups == 1 && types.allSatisfy { $0.elementType == .f32 }
  }
}

extension TransposedConvolution: JoinedImageReading {
  func readsJoinedImages(_ types: [TensorType]) -> Bool {
    groups == 1 && types.allSatisfy { $0.elementType == .f32 }
  }
}
