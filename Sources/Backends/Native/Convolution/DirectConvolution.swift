/// The direct form of convolutions and transposed convolutions.
struct DirectConvolution {
  /// What is computed.
  let step: ConvolutionStep
  /// How.
  let form: DirectForm

  /// The direct form of a step.
  init(_ step: ConvolutionStep) {
    self.step = step
    form = DirectForm(step)
  }

  /// Adds code that packs the weights and computes the result; `fused` gives what is fused into a
  /// part of the result, `false` where it gives nothing.
  func lower(into code: inout NativeStep, _ fused: FusedPart) -> Bool {
    for piece in ChannelPiece.all(step.result.box[1], perGroup: step.outputsPerGroup) {
      let result = step.result.narrowed(toChannels: piece.outputs)
      guard let fused = fused(result, step.imageBox(piece)) else { return false }
      let weights = PackedWeights(step, piece, block: form == .few ? piece.outputs.count : nil)
      let place = weights.pack(in: &code)
      code.calls.append(DirectCall(step, form, piece, fused).call(result, weights: place))
    }
    return true
  }
}

/// A call of a direct form, for a piece of the channels of the result.
struct DirectCall {
  private let step: ConvolutionStep
  private let form: DirectForm
  private let piece: ChannelPiece
  private let fused: FusedText
  /// The channels of the image that are read, and those of a packed group of the result.
  private let inputs: Int, outputs: Int

  /// The call for a piece, with what is fused into it.
  init(_ step: ConvolutionStep, _ form: DirectForm, _ piece: ChannelPiece, _ fused: FusedText) {
    (self.step, self.form, self.piece, self.fused) = (step, form, piece, fused)
    inputs = piece.groups.count * step.inputsPerGroup
    outputs = step.isDepthwise ? inputs : piece.outputs.count / piece.groups.count
  }

  /// Returns the call for the view of the piece in the result.
  func call(_ result: TensorView, weights: PackedPlace) -> NativeCall {
    let segment = form == .gathered ? panel : segment
    var arguments = [piece.groups.count, segment]
    for axis in step.axes { arguments += [axis.taps, axis.stride, axis.dilation] }
    arguments.append(step.batch)
    for axis in step.axes { arguments += axis.window }
    arguments += [inputs, piece.outputs.count, weights.memory, weights.start]
    arguments += [Int](repeating: 0, count: 7) + result.arguments()
    arguments += step.sourceArguments(piece)
    let defines = defines(result).map { "#define \($0) \($1)\n" }.joined()
    return NativeCall(
      code: NativeCode(source: defines + fused.text + "#include \"\(form.file)\"\n"),
      arguments: arguments.map(Int64.init) + fused.extras.flatMap(\.arguments),
      scratchPerThread: scratch(segment))
  }

  /// What the template is specialised on.
  private func defines(_ result: TensorView) -> [(String, Int)] {
    var defines = [
      ("GC_RANK", step.rank == 3 ? 3 : 2), ("GC_SOURCES", step.sources.count),
      ("GC_TRANSPOSED", step.isTransposed ? 1 : 0),
      ("GC_PLANAR_IMAGE", isPlanarImage ? 1 : 0),
      ("GC_PLANAR_RESULT", result.isChannelsLast ? 0 : 1),
    ]
    if form == .few {
      defines += [
        ("GC_OUTPUTS", outputs), ("GC_PHASES", step.isTransposed ? step.axes[2].stride : 1),
      ]
    } else {
      // Kernels differ by what is left over from whole blocks only.
      defines.append(("GC_OUTPUTS", outputs <= 16 ? outputs : (outputs - 1) % 32 + 33))
    }
    if step.isDepthwise { defines.append(("GC_DEPTHWISE", 1)) }
    if form == .rows { defines.append(("GC_COPIED", isCopied ? 1 : 0)) }
    return defines
  }

  private var isPlanarImage: Bool { !step.sources.allSatisfy(\.isChannelsLast) }

  /// `true` iff rows of the image have to be copied before they are read.
  private var isCopied: Bool {
    form == .few || isPlanarImage || fused.hasPrologue
      || step.sources.count > 1 && piece.groups.count > 1
      || !step.axes[2].isInside(isTransposed: step.isTransposed)
  }

  /// The columns that are computed in one go: few enough that the rows under them stay in the cache,
  /// and that there is work for all threads.
  private var segment: Int {
    var segment = max(step.axes[2].result, 1)
    while segment > 64 && rowBytes(segment) > 768 << 10 { segment = (segment + 1) / 2 }
    let blocks = (step.isDepthwise ? 1 : piece.groups.count) * ((outputs + 31) / 32)
    let rows = step.batch * step.axes[0].result * step.axes[1].result * blocks
    let parts = 4 * step.views.threads / max(rows, 1)
    return parts > 1 ? max(48, (segment + parts - 1) / parts) : segment
  }

  /// The bytes of the rows that a thread keeps.
  private func rowBytes(_ segment: Int) -> Int {
    let slots = step.axes[..<2].reduce(1) { $0 * $1.cells(1, isTransposed: step.isTransposed) }
    let cells = step.axes[2].cells(segment, isTransposed: step.isTransposed)
    let pitch = form == .few ? (cells + 31) / 16 * 16 : cells
    return Self.align(8 * slots) + Self.align(4 * slots * pitch * inputs)
  }

  /// The most pixels of a block of vectors of channels.
  private var pixels: Int { outputs <= 16 ? 30 : 14 }

  /// The bytes of a gathered block.
  private var blockBytes: Int {
    let taps = step.axes.reduce(1) { $0 * (step.isTransposed ? $1.phaseTaps : $1.taps) }
    return Self.align(32 * taps) + Self.align(32 * pixels) + Self.align(4 * taps * pixels * inputs)
  }

  /// The blocks that are gathered in one go: as many as a cache holds.
  private var panel: Int {
    let results = step.axes.reduce(step.batch) { $0 * $1.result }
    return max(1, min((1 << 20) / blockBytes, results))
  }

  /// The bytes of working memory of a thread, by the formula of the template, for 16 lanes at most.
  private func scratch(_ segment: Int) -> Int {
    switch form {
    case .rows:
      1920 + Self.align(32 * step.taps * step.sources.count) + (isCopied ? rowBytes(segment) : 0)
    case .gathered:
      1920 + Self.align(40 * segment) + segment * blockBytes
    case .few:
      2048 + Self.align(16 * step.axes[0].taps * step.axes[1].taps) + rowBytes(segment)
    }
  }

  /// Returns the first multiple of 64 from `bytes`.
  static func align(_ bytes: Int) -> Int { (bytes + 63) & ~63 }
}
