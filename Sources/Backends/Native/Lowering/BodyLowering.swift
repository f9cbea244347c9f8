/// Code for the body of a fused node, op by op: the values between lie in the shared memory, from
/// when they are computed until they were read for the last time.
struct BodyLowering {
  private let body: Graph
  private let step: StepViews
  /// The box that is needed of each value.
  private let boxes: [Region]
  /// Where each value is.
  private var views: [TensorView?]
  /// The bytes of the values between, from the start of the shared memory.
  private var valueByteCount = 0

  /// Returns code for a body whose inputs are the operands of a step; nil where an op has none.
  static func lower(_ fused: Fused, _ step: StepViews) -> NativeStep? {
    var lowering = BodyLowering(fused, step)
    return lowering.lowered()
  }

  private init(_ fused: Fused, _ step: StepViews) {
    body = fused.body
    self.step = step
    boxes = body.regions(neededFor: [body.outputs[0].value: step.result.box])
    views = body.nodes.map { _ in nil }
    for (input, view) in zip(fused.inputs, step.operands) { views[input.index] = view }
  }

  private mutating func lowered() -> NativeStep? {
    if case .some = views[body.outputs[0].value.index] { return nil }
    placeValues()
    var result = NativeStep(calls: [])
    for value in body.values where !(body[value].op is Input) && !boxes[value.index].isEmpty {
      let node = body[value]
      // Every value that is needed was placed.
      let inner = StepViews(
        operands: node.operands.map { views[$0.index] ?? .empty(body[$0].type) },
        result: views[value.index]!,
        shared: (step.shared.memory, step.shared.start + valueByteCount), threads: step.threads)
      guard let code = (node.op as? any NativeLowerable)?.lower(inner) else { return nil }
      result.calls += code.calls
      result.sharedScratch = max(result.sharedScratch, valueByteCount + code.sharedScratch)
    }
    return result
  }

  /// Gives each value between a place: apart from those that are needed at the same time.
  private mutating func placeValues() {
    let output = body.outputs[0].value
    views[output.index] = step.result
    var lastUse = body.nodes.indices.map { $0 }
    for (index, node) in body.nodes.enumerated() {
      for operand in node.operands { lastUse[operand.index] = index }
    }
    let between = body.values.filter { value in
      value != output && !(body[value].op is Input) && !boxes[value.index].isEmpty
    }
    let blocks = between.map { value in
      MemoryPlan.Block(
        value.index...lastUse[value.index],
        boxes[value.index].count * body[value].type.elementType.byteCount)
    }
    let offsets = MemoryPlan.place(blocks)
    for (value, offset) in zip(between, offsets) {
      let (type, box) = (body[value].type, boxes[value.index])
      let layout = BoxLayout(
        box, order: type.isImage ? BoxLayout.channelsLast(rank: type.rank) : nil)
      views[value.index] = TensorView(
        type, box, in: layout, memory: step.shared.memory,
        from: (step.shared.start + offset) / type.elementType.byteCount)
    }
    valueByteCount = zip(offsets, blocks).map { $0 + $1.byteCount }.max() ?? 0
  }
}

extension TensorView {
  /// The view of a value that nothing is read of.
  fileprivate static func empty(_ type: TensorType) -> TensorView {
    TensorView(
      type, .empty(rank: type.rank), in: BoxLayout(.empty(rank: type.rank)), memory: 0, from: 0)
  }
}

extension TensorType {
  /// `true` iff values of the type are images whose channels may lie together.
  var isImage: Bool { rank >= 3 && elementType == .f32 && extents[1] > 1 }
}
