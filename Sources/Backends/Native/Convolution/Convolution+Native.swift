extension Convolution: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    ConvolutionStep(self, step.operands[0], step.operands[1], step.result, step)
      .flatMap { lower($0) { _ in FusedText.none } }
  }

  /// Returns code for a step in the form that the op's tile says.
  fileprivate func lower(
    _ step: ConvolutionStep, _ epilogue: (TensorView) -> FusedText?
  ) -> NativeStep? {
    WinogradConvolution(self, step)?.lower(epilogue) ?? DirectConvolution(step).lower(epilogue)
  }
}

extension Convolution: EpilogueLowerable {
  static func lower(_ fused: Fused, _ step: StepViews) -> NativeStep? {
    guard let main = FusedAnchor<Convolution>(fused, step) else { return nil }
    return ConvolutionStep(main.op, main.image, main.weights, main.result, step)
      .flatMap { main.op.lower($0, main.epilogue) }
  }
}

extension TransposedConvolution: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    ConvolutionStep(self, step.operands[0], step.operands[1], step.result, step)
      .flatMap { DirectConvolution($0).lower { _ in FusedText.none } }
  }
}

extension TransposedConvolution: EpilogueLowerable {
  static func lower(_ fused: Fused, _ step: StepViews) -> NativeStep? {
    guard let main = FusedAnchor<TransposedConvolution>(fused, step) else { return nil }
    return ConvolutionStep(main.op, main.image, main.weights, main.result, step)
      .flatMap { DirectConvolution($0).lower(main.epilogue) }
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
