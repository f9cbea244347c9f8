extension Convolution: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    ConvolutionStep(self, step.operands[0], step.operands[1], step.result, step)
      .flatMap { lower($0) { _ in FusedText.none } }
  }

  /// Returns code for a step in the form that the op's tile says; nil where `epilogue` gives none.
  fileprivate func lower(
    _ step: ConvolutionStep, _ epilogue: (TensorView) -> FusedText?
  ) -> NativeStep? {
    var code = NativeStep(calls: [])
    return lower(step, into: &code, epilogue) ? code : nil
  }

  /// Adds code for a step; `false` where `epilogue` gives none.
  func lower(
    _ step: ConvolutionStep, into code: inout NativeStep, _ epilogue: (TensorView) -> FusedText?
  ) -> Bool {
    if let winograd = WinogradConvolution(self, step) {
      return winograd.lower(into: &code, epilogue)
    }
    return DirectConvolution(step).lower(into: &code, epilogue)
  }
}

extension Convolution: EpilogueLowerable {
  static func lower(_ fused: Fused, _ step: StepViews) -> NativeStep? {
    guard let main = FusedAnchor<Convolution>(fused, step) else { return nil }
    if let code = main.op.lowerPhases(main, step) { return code }
    return ConvolutionStep(main.op, main.image, main.weights, main.result, step)
      .flatMap { main.op.lower($0) { main.epilogue($0) } }
  }
}

extension TransposedConvolution: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    ConvolutionStep(self, step.operands[0], step.operands[1], step.result, step)
      .flatMap { lower($0) { _, _ in FusedText.none } }
  }

  /// Returns code for a step in the form that the op's tile says; nil where `epilogue` gives none.
  fileprivate func lower(
    _ step: ConvolutionStep, _ epilogue: (_ part: TensorView, _ maps: [AxisMap]?) -> FusedText?
  ) -> NativeStep? {
    var code = NativeStep(calls: [])
    if let phases = TransposedPhases(self, step) {
      return phases.lower(into: &code, epilogue) ? code : nil
    }
    return DirectConvolution(step).lower(into: &code, { epilogue($0, nil) }) ? code : nil
  }
}

extension TransposedConvolution: EpilogueLowerable {
  static func lower(_ fused: Fused, _ step: StepViews) -> NativeStep? {
    guard let main = FusedAnchor<TransposedConvolution>(fused, step) else { return nil }
    return ConvolutionStep(main.op, main.image, main.weights, main.result, step)
      .flatMap { main.op.lower($0) { main.epilogue($0, maps: $1) } }
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
