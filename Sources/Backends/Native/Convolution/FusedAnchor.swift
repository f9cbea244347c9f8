/// The op of an image and weights in a fused body; what is in front of it and behind it works element by
/// element.
struct FusedAnchor<Anchor: Op> {
  /// The op.
  let op: Anchor
  /// Its image, or what that is made of, and its weights.
  let image: TensorView, weights: TensorView
  /// The result of the body.
  let result: TensorView
  /// The body, and the op in it.
  let body: Graph, main: Value
  private let operands: [TensorView]
  /// The input that the image is made of; nil where it is the image.
  private let source: Value?

  /// The only op of its kind in a body; nil where there is another one, or where it does not read
  /// operands of the step.
  init?(_ fused: Fused, _ step: StepViews) {
    let inputs = fused.inputs
    let anchors = fused.body.values.filter { fused.body[$0].op is Anchor }
    guard anchors.count == 1, let op = fused.body[anchors[0]].op as? Anchor,
      let weights = inputs.firstIndex(of: fused.body[anchors[0]].operands[1])
    else { return nil }
    (self.op, body, main) = (op, fused.body, anchors[0])
    let read = fused.body[anchors[0]].operands[0]
    let source = inputs.contains(read) ? nil : fused.body.prologueSource(of: read)
    guard let image = inputs.firstIndex(of: source ?? read) else { return nil }
    self.source = source
    (self.image, self.weights) = (step.operands[image], step.operands[weights])
    (result, operands) = (step.result, step.operands)
  }

  /// Returns what is done with a part of the image, and with a part of the result, or with elements
  /// of which `maps` say where in the result they are; nil where it is not pointwise.
  func fused(into result: TensorView, reading image: Region, maps: [AxisMap]? = nil) -> FusedText? {
    guard
      let epilogue = FusedText(
        epilogueOf: body, after: main, result: result, operands: operands, maps: maps)
    else { return nil }
    guard let source else { return epilogue }
    return FusedText(
      prologueOf: body, from: source, to: body[main].operands[0], imageBox: image,
      operands: operands, firstExtra: epilogue.extras.count
    ).map { epilogue.with($0) }
  }
}

extension Graph {
  /// Returns the input of a body that a value is made of, element by element and with nothing else of
  /// its extents; nil where it is not.
  func prologueSource(of value: Value) -> Value? {
    var (isSeen, pending, found) = (Set<Value>(), [value], [Value]())
    while let next = pending.popLast() {
      guard isSeen.insert(next).inserted else { continue }
      switch self[next].op {
      case is Input where self[next].type == self[value].type: found.append(next)
      case is Input, is Constant, is Broadcast: continue
      case is Pointwise: pending += self[next].operands
      default: return nil
      }
    }
    return found.count == 1 ? found[0] : nil
  }
}
