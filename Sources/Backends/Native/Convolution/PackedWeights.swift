/// Weights of a piece of channels as direct forms read them.
struct PackedWeights {
  private let step: ConvolutionStep
  private let piece: ChannelPiece
  private let block: Int?

  /// The weights of a piece, in blocks of `block` channels, or else of vectors.
  init(_ step: ConvolutionStep, _ piece: ChannelPiece, block: Int? = nil) {
    (self.step, self.piece, self.block) = (step, piece, block)
  }

  /// The packed groups: one for all channels where each is a group of its own.
  private var groups: Int { step.isDepthwise ? 1 : piece.groups.count }
  /// The channels of the result in a packed group.
  private var outputs: Int { piece.outputs.count / groups }

  /// The number of floats; what has room for 16 lanes has room for fewer.
  private var count: Int {
    let vector = block ?? 16
    let lanes = (outputs + vector - 1) / vector * vector
    return groups * lanes * step.taps * step.inputsPerGroup
  }

  /// Adds what packs the weights; returns where they are then.
  func pack(in code: inout NativeStep) -> PackedPlace {
    // Nothing is read of weights that are not held.
    if step.weights.box.isEmpty { return PackedPlace(memory: step.views.shared.memory, start: 0) }
    return code.pack(step.weights, count: count, of: step.views, call)
  }

  /// Returns the call that packs weights into a place.
  private func call(_ weights: TensorView, _ place: PackedPlace) -> NativeCall {
    let (first, strides) = (weights.box.bounds.map(\.lowerBound), weights.strides)
    let isInputFirst = step.isTransposed && !step.isDepthwise
    let (input, output) = isInputFirst ? (strides[0], strides[1]) : (strides[1], strides[0])
    let group = isInputFirst ? step.inputsPerGroup * input : outputs * output
    let source =
      isInputFirst
      ? (piece.groups.lowerBound * step.inputsPerGroup - first[0]) * input
        + (piece.outputs.lowerBound % step.outputsPerGroup - first[1]) * output
      : (piece.outputs.lowerBound - first[0]) * output
    let spatial = [Int](repeating: 0, count: 3 - step.rank) + strides[2...]
    let arguments =
      [weights.memory, weights.start + source, place.memory, place.start, groups]
      + [outputs, step.inputsPerGroup] + step.axes.map(\.taps) + [group, output, input] + spatial
    return NativeCall(
      code: NativeCode(
        source: (block.map { "#define GC_BLOCK \($0)\n" } ?? "") + "#include \"pack_direct.h\"\n"),
      arguments: arguments.map(Int64.init))
  }
}
