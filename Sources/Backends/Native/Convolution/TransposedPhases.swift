/// A transposed convolution in Winograd's form: results that are a stride apart, a phase, are those of
/// a convolution with every so many of the taps.
struct TransposedPhases {
  private let op: TransposedConvolution
  private let step: ConvolutionStep
  private let form: WinogradForm
  /// What the tiles read of the image.
  private let reads: Region

  /// The phases of a step whose tiles are written in its op; nil where it has no such form, or no
  /// weights are held since nothing is read.
  init?(_ op: TransposedConvolution, _ step: ConvolutionStep) {
    let taps = Array(step.weights.type.extents[2...])
    guard op.groups == 1, step.result.ring == nil, !step.weights.box.isEmpty,
      op.tile.count == taps.count, zip(op.tile, op.stride).allSatisfy({ $0 % $1 == 0 }),
      zip(taps, op.stride).allSatisfy({ $0 % $1 == 0 }),
      let form = WinogradForm(
        tile: zip(op.tile, op.stride).map { $0 / $1 }, taps: zip(taps, op.stride).map { $0 / $1 },
        stride: taps.map { _ in 1 })
    else { return nil }
    (self.op, self.step, self.form) = (op, step, form)
    reads = op.reads(step.result.box, of: step.types)[0]
  }

  /// Adds code that packs the weights and computes the result; `fused` gives what is fused into a
  /// part of the result, of which `maps` say where it is; `false` where it gives nothing.
  func lower(
    into code: inout NativeStep,
    _ fused: (_ result: TensorView, _ image: Region, _ maps: [AxisMap]?) -> FusedText?
  ) -> Bool {
    for offsets in PhaseSplit.offsets(op.stride) {
      let extents = op.stride.indices.map {
        (step.result.type.extents[$0 + 2] - offsets[$0] + op.stride[$0] - 1) / op.stride[$0]
      }
      let result = step.result.phase(op.stride, offsets, extents: extents)
      let maps = AxisMap.phase(op.stride, offsets)
      let phase = WinogradConvolution(form, self.phase(offsets, result), reads: reads)
      if result.box.isEmpty {
        phase.packFixed(step.result.box[1], into: &code)
        continue
      }
      if !phase.lower(into: &code, { fused($0, $1, maps) }) { return false }
    }
    return true
  }

  /// Returns the convolution of a phase: result q · stride + offset meets tap φ + stride · u at cell
  /// q + (offset + padding − φ) / stride − u, where φ is the rest of that division.
  private func phase(_ offsets: [Int], _ result: TensorView) -> ConvolutionStep {
    let held = step.image.box
    var axes: [WindowAxis] = []
    var weights = step.weights
    var (start, strides) = (weights.start, weights.strides)
    for (index, stride) in op.stride.enumerated() {
      let taps = step.weights.type.extents[index + 2] / stride
      let shift = offsets[index] + op.padding[index].low
      let rest = (shift % stride + stride) % stride
      let first = held.isEmpty ? 0 : held[index + 2].lowerBound
      axes.append(
        WindowAxis(
          taps: taps,
          before: first - result.box[index + 2].lowerBound - (shift - rest) / stride + taps - 1,
          result: result.box[index + 2].count,
          image: held.isEmpty ? 0 : held[index + 2].count,
          origin: result.box[index + 2].lowerBound))
      // Cells are met in the order of the taps reversed.
      start += (rest + stride * (taps - 1)) * strides[index + 2]
      strides[index + 2] *= -stride
    }
    let extents = weights.type.extents
    let taps = zip(extents[2...], op.stride).map { $0 / $1 }
    let box = weights.box
    weights = TensorView(
      type: TensorType(weights.elementType, [extents[1], extents[0]] + taps),
      box: box.isEmpty
        ? .empty(rank: box.rank) : Region([box[1], box[0]] + taps.map { 0..<$0 }),
      memory: weights.memory, start: start, strides: [strides[1], strides[0]] + strides[2...],
      isFixed: weights.isFixed)
    return ConvolutionStep(phaseOf: step, axes, weights: weights, result: result)
  }
}
