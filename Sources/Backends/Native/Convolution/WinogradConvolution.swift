/// A convolution by Winograd's algorithm: the template `winograd.h`.
struct WinogradConvolution {
  private let step: ConvolutionStep
  private let form: WinogradForm

  /// The form of a step whose tiles are written in its op; nil where it has none, or no weights are
  /// held since nothing is read.
  init?(_ op: Convolution, _ step: ConvolutionStep) {
    guard !step.weights.box.isEmpty,
      let form = WinogradForm(
        tile: op.tile, taps: Array(step.weights.type.extents[2...]), stride: op.stride)
    else { return nil }
    self.init(form, step, reads: op.reads(step.result.box, of: step.types)[0])
  }

  /// A form of a step that reads a box of the image, and no more.
  init(_ form: WinogradForm, _ step: ConvolutionStep, reads: Region) {
    self.form = form
    // What is held behind the cells that count must not change their sums, not even their rounding.
    self.step = step.reading(reads)
  }

  /// Adds code that packs the weights and computes the result; `fused` gives what is fused into a
  /// part of the result, `false` where it gives nothing.
  func lower(into code: inout NativeStep, _ fused: FusedPart) -> Bool {
    for piece in ChannelPiece.all(step.result.box[1], perGroup: step.outputsPerGroup) {
      let result = step.result.narrowed(toChannels: piece.outputs)
      guard let fused = fused(result, step.imageBox(piece)) else { return false }
      let call = WinogradCall(step, form, piece)
      let place = call.pack(in: &code)
      code.calls.append(call.call(result, weights: place, fused))
    }
    return true
  }

  /// Adds what packs the weights of some channels before the first run: all parts of a result have the
  /// same weights, wherever they are.
  func packFixed(_ channels: Range<Int>, into code: inout NativeStep) {
    guard step.weights.isFixed else { return }
    for piece in ChannelPiece.all(channels, perGroup: step.outputsPerGroup) {
      _ = WinogradCall(step, form, piece).pack(in: &code)
    }
  }
}

/// A call of the template for a piece of the channels of the result.
private struct WinogradCall {
  let step: ConvolutionStep
  let form: WinogradForm
  let piece: ChannelPiece
  /// The channels of a group of the result, and the vectors of a block of them.
  let outputs: Int, vectors: Int

  init(_ step: ConvolutionStep, _ form: WinogradForm, _ piece: ChannelPiece) {
    (self.step, self.form, self.piece) = (step, form, piece)
    outputs = piece.outputs.count / piece.groups.count
    vectors = outputs <= 16 ? 1 : 2
  }

  /// Adds what packs the weights; returns where they are then.
  func pack(in code: inout NativeStep) -> PackedPlace {
    let blocks = (outputs + 16 * vectors - 1) / (16 * vectors)
    let count =
      piece.groups.count * blocks * 16 * vectors * form.outer * form.spots * form.phases
      * step.inputsPerGroup
    return code.pack(step.weights, count: count, of: step.views, packing)
  }

  /// Returns the call that packs weights into a place.
  private func packing(_ weights: TensorView, _ place: PackedPlace) -> NativeCall {
    var corner = weights.box.bounds.map(\.lowerBound)
    corner[0] = piece.outputs.lowerBound
    let arguments =
      [piece.groups.count, step.inputsPerGroup, outputs] + weights.arguments(from: corner)
      + [place.memory, place.start] + [Int](repeating: 0, count: 7)
    return NativeCall(
      code: NativeCode(
        source: form.defines + "#define GC_VECTORS \(vectors)\n#include \"pack_winograd.h\"\n"),
      arguments: arguments.map(Int64.init))
  }

  /// Returns the call for the view of the piece in the result, with what is fused into it.
  func call(_ result: TensorView, weights: PackedPlace, _ fused: FusedText) -> NativeCall {
    let inputs = piece.groups.count * step.inputsPerGroup
    let work = WinogradWork(
      form, step.axes, inputs: form.phases * step.inputsPerGroup, outputs: outputs,
      vectors: vectors, batch: step.batch, threads: step.views.threads)
    var arguments = [work.slots, work.steps, work.blocks, piece.groups.count, step.batch]
    for axis in step.axes { arguments += axis.window }
    arguments += [inputs, piece.outputs.count, weights.memory, weights.start]
    arguments += [Int](repeating: 0, count: 7) + result.arguments()
    arguments += step.sourceArguments(piece)
    return NativeCall(
      code: NativeCode(
        source: defines(result) + fused.text + "#include \"winograd.h\"\n"),
      arguments: arguments.map(Int64.init) + fused.extras.flatMap(\.arguments),
      scratchPerThread: work.scratch)
  }

  /// What the template is specialised on.
  private func defines(_ result: TensorView) -> String {
    let channels =
      step.sources.count == 1
      ? [step.inputsPerGroup] : step.sources.map { $0.type.extents[1] }
    let tails = channels.map { "GC_TAIL_OF(\($0 % 16))" }.joined(separator: ", ")
    let isPlanar = !step.sources.allSatisfy(\.isChannelsLast)
    return form.defines
      + """
      #define GC_VECTORS \(vectors)
      #define GC_SOURCES \(step.sources.count)
      #define GC_INPUT_TAILS \(tails)
      #define GC_OUTPUT_TAIL GC_TAIL_OF(\(outputs % 16))
      \(isPlanar ? "#define GC_PLANAR_IMAGE\n" : "")\
      \(result.isChannelsLast ? "" : "#define GC_PLANAR_RESULT\n")
      """
  }
}
