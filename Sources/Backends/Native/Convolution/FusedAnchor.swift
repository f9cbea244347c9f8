/// The op of an image and weights that the rest of a fused body follows, element by element.
struct FusedAnchor<Anchor: Op> {
  /// The op.
  let op: Anchor
  /// Its image and weights.
  let image: TensorView, weights: TensorView
  /// The result of the body.
  let result: TensorView
  /// The body, and the op in it.
  let body: Graph, main: Value
  private let operands: [TensorView]

  /// The only op of its kind in a body; nil where there is another one, or where it does not read
  /// operands of the step.
  init?(_ fused: Fused, _ step: StepViews) {
    let inputs = fused.inputs
    let anchors = fused.body.values.filter { fused.body[$0].op is Anchor }
    guard anchors.count == 1, let op = fused.body[anchors[0]].op as? Anchor,
      let image = inputs.firstIndex(of: fused.body[anchors[0]].operands[0]),
      let weights = inputs.firstIndex(of: fused.body[anchors[0]].operands[1])
    else { return nil }
    (self.op, body, main) = (op, fused.body, anchors[0])
    (self.image, self.weights) = (step.operands[image], step.operands[weights])
    (result, operands) = (step.result, step.operands)
  }

  /// Returns what follows the op over a part of the result, or over elements of which `maps` say where
  /// in the result they are; nil where it is not pointwise.
  func epilogue(_ result: TensorView, maps: [AxisMap]? = nil) -> FusedText? {
    FusedText(epilogueOf: body, after: main, result: result, operands: operands, maps: maps)
  }
}
