extension Convolution: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    ConvolutionStep(self, step.operands[0], step.operands[1], step.result, step)
      .flatMap { DirectConvolution($0).lower { _ in FusedText.none } }
  }
}

extension Convolution: EpilogueLowerable {
  static func lower(_ fused: Fused, _ step: StepViews) -> NativeStep? {
    guard let main = FusedAnchor<Convolution>(fused, step) else { return nil }
    return ConvolutionStep(main.op, main.image, main.weights, main.result, step)
      .flatMap { DirectConvolution($0).lower(main.epilogue) }
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
