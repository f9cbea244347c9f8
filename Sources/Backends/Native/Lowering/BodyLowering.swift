/// Code for the body of a fused node, op by op and block by block: what lies between lives in the
/// shared memory, as many planes of each value as `BodySchedule` holds.
struct BodyLowering {
  private let body: Graph
  private let step: StepViews
  private let schedule: BodySchedule
  /// Where each value is in the block that is being lowered.
  private var views: [TensorView?]
  /// The place of each value between, in bytes from the start of the shared memory.
  private var offsets: [Int?]
  /// The bytes of the values between, and then of what steps prepare for all blocks.
  private var keptByteCount = 0
  /// Where each value's step finds what it prepared, in bytes from the start of the shared memory; nil
  /// where the body is one block.
  private var preparedStarts: [Int]?
  /// The bytes that each value's step prepares.
  private var preparedByteCounts: [Int]
  /// What each value's step prepared last.
  private var preparations: [[NativeCall]]
  private var result = NativeStep(calls: [])

  /// Returns code for a body whose inputs are the operands of a step; nil where an op has none.
  static func lower(_ fused: Fused, _ step: StepViews) -> NativeStep? {
    guard case .none = fused.inputs.first(where: { $0 == fused.body.outputs[0].value }) else {
      return nil
    }
    let start = BodyLowering(fused, step)
    var lowering = start
    guard lowering.lowered() else { return nil }
    if lowering.preparedByteCounts.allSatisfy({ $0 == 0 }) { return lowering.result }
    // Now that it is known how much is prepared, everything gets its place.
    let byteCounts = lowering.preparedByteCounts
    lowering = start
    lowering.placePreparations(byteCounts)
    return lowering.lowered() ? lowering.result : nil
  }

  private init(_ fused: Fused, _ step: StepViews) {
    body = fused.body
    self.step = step
    let boxes = body.regions(neededFor: [body.outputs[0].value: step.result.box])
    schedule = BodySchedule(
      body, result: step.result.box, boxes: boxes,
      planes: Self.blockPlanes(
        fused.body, boxes, byteCount: step.blockByteCount, threads: step.threads),
      isNowhere: { Self.isJoined($0, in: fused.body) })
    views = body.nodes.map { _ in nil }
    offsets = views.map { _ in nil }
    preparedByteCounts = views.map { _ in 0 }
    preparations = views.map { _ in [] }
    if schedule.blocks.count > 1 { preparedStarts = preparedByteCounts }
    for (input, view) in zip(fused.inputs, step.operands) { views[input.index] = view }
    placeValues(boxes)
  }

  /// Returns the planes of the result in a block: all where what lies between is small, or an op reads
  /// planes in no order.
  private static func blockPlanes(
    _ body: Graph, _ boxes: [Region], byteCount limit: Int, threads: Int
  ) -> Int {
    let output = body.outputs[0].value
    let between = body.values.filter { !(body[$0].op is Input) && $0 != output }
    guard boxes[output.index].rank > 2, !between.isEmpty,
      body.nodes.allSatisfy({ $0.op is Input || FuseChains.isPlanar($0.op) }),
      between.allSatisfy({ body[$0].type.isImage || body[$0].type.isPlane })
    else { return .max }
    // Images that are read and written pass through the caches, too.
    let images = body.values.filter {
      (body[$0].type.isImage || body[$0].type.isPlane) && body[$0].type.extents[0] == 1
        && !(body[$0].op is Concatenate)
    }
    let byteCount = images.reduce(0) {
      $0 + boxes[$1.index].count * body[$1].type.elementType.byteCount
    }
    if byteCount / 2 <= limit { return .max }
    let planes = boxes[output.index][2].count
    let fitting = planes * limit / byteCount
    let tile = body.nodes.map { BodySchedule.tilePlanes($0.op) }.max() ?? 1
    // Whole tiles, and as many for each thread where there are enough.
    let grid = fitting >= threads * tile ? threads * tile : tile
    return max(fitting / grid * grid, tile)
  }

  /// Gives each value between a place of its own.
  private mutating func placeValues(_ boxes: [Region]) {
    let output = body.outputs[0].value
    var lastUse = Array(body.nodes.indices)
    for (index, node) in body.nodes.enumerated() {
      for operand in node.operands { lastUse[operand.index] = index }
    }
    // What is nowhere is read from its operands.
    for value in body.values.reversed() where Self.isJoined(value, in: body) {
      for operand in body[value].operands {
        lastUse[operand.index] = max(lastUse[operand.index], lastUse[value.index])
      }
    }
    let isOneBlock = schedule.blocks.count == 1
    let between = body.values.filter { value in
      value != output && !(body[value].op is Input) && !boxes[value.index].isEmpty
        && !Self.isJoined(value, in: body)
    }
    let blocks = between.map { value in
      MemoryPlan.Block(
        isOneBlock ? value.index...lastUse[value.index] : 0...body.nodes.count,
        memoryBox(of: value, boxes[value.index]).count
          * body[value].type.elementType.byteCount)
    }
    let starts = MemoryPlan.place(blocks)
    for (value, start) in zip(between, starts) { offsets[value.index] = start }
    keptByteCount = Kernel.roundUp(zip(starts, blocks).map { $0 + $1.byteCount }.max() ?? 0)
  }

  /// Gives what each value's step prepares a place of its own.
  private mutating func placePreparations(_ byteCounts: [Int]) {
    for (index, byteCount) in byteCounts.enumerated() {
      preparedStarts?[index] = keptByteCount
      keptByteCount += byteCount
    }
  }

  /// Returns a box of the extents that the memory of a value has.
  private func memoryBox(of value: Value, _ box: Region) -> Region {
    var memory = box
    if box.rank > 2 { memory[2] = 0..<schedule.heldPlanes[value.index] }
    return memory
  }

  /// `true` iff a value is a concatenation of channels that its only reader takes apart again.
  private static func isJoined(_ value: Value, in body: Graph) -> Bool {
    guard let concatenation = body[value].op as? Concatenate, concatenation.axis == 1,
      body.outputs[0].value != value
    else { return false }
    let users = body.nodes.filter { $0.operands.contains(value) }
    guard users.count == 1, let reader = users[0].op as? any JoinedImageReading else {
      return false
    }
    return users[0].operands.dropFirst().allSatisfy { $0 != value } && users[0].operands[0] == value
      && reader.readsJoinedImages(body[value].operands.map { body[$0].type })
  }

  private mutating func lowered() -> Bool {
    let output = body.outputs[0].value
    for block in schedule.blocks {
      for value in body.values where !(body[value].op is Input) {
        let part = block[value.index]
        if value == output {
          views[value.index] = step.result.part(part.new)
        } else if Self.isJoined(value, in: body) {
          views[value.index] = .joined(
            body[value].operands.map { views[$0.index] ?? .empty(body[$0].type) },
            body[value].type, part.held)
          continue
        } else if let offset = offsets[value.index], !part.held.isEmpty {
          move(value, to: part, at: offset)
        }
        if part.new.isEmpty { continue }
        guard lower(value, part.new) else { return false }
      }
    }
    return true
  }

  /// Adds the calls for a box of a value.
  private mutating func lower(_ value: Value, _ new: Region) -> Bool {
    let node = body[value]
    let start = step.shared.start + keptByteCount
    let inner = StepViews(
      operands: node.operands.map { views[$0.index] ?? .empty(body[$0].type) },
      // Every value that is computed was placed.
      result: views[value.index]!.part(new), shared: (step.shared.memory, start),
      threads: step.threads,
      preparedStart: preparedStarts.map { step.shared.start + $0[value.index] },
      blockByteCount: step.blockByteCount)
    let all = inner.operands.flatMap { $0.sources + [$0] } + [inner.result]
    if all.contains(where: { $0.ring != nil }) && !Self.takesRings(node.op) { return false }
    guard let code = (node.op as? any NativeLowerable)?.lower(inner) else { return false }
    if preparations[value.index] != code.preparations {
      result.calls += code.preparations
      preparations[value.index] = code.preparations
    }
    preparedByteCounts[value.index] = max(
      preparedByteCounts[value.index], code.preparedByteCount)
    result.calls += code.calls
    result.sharedScratch = max(result.sharedScratch, keptByteCount + code.sharedScratch)
    for packing in code.packings
    where !result.packings.contains(where: { $0.operand == packing.operand }) {
      result.packings.append(packing)
    }
    return true
  }

  /// `true` iff an op reads and writes rings.
  private static func takesRings(_ op: any Op) -> Bool {
    (op as? any RingLowerable)?.takesRings ?? false
  }

  /// `true` iff the planes of a value may lie in a ring: all that make it or read it take rings.
  private func isRing(_ value: Value) -> Bool {
    body[value].type.rank > 3 && body[value].type.isImage && Self.takesRings(body[value].op)
      && readersTakeRings(of: value)
  }

  /// `true` iff all that read a value, or a concatenation of it that is nowhere, take rings.
  private func readersTakeRings(of value: Value) -> Bool {
    body.values.allSatisfy { reader in
      if !body[reader].operands.contains(value) { return true }
      return Self.isJoined(reader, in: body)
        ? readersTakeRings(of: reader) : Self.takesRings(body[reader].op)
    }
  }

  /// `true` iff the channels of a value lie together: it is an image, and no product of matrices.
  private func liesChannelsLast(_ value: Value) -> Bool {
    guard body[value].type.isImage else { return false }
    switch body[value].op {
    case is Contract: return false
    case is Pointwise, is Softmax, is LogSoftmax:
      return body[value].operands.allSatisfy {
        body[$0].op is any Leaf || liesChannelsLast($0)
      }
    default: return true
    }
  }

  /// Places what is held of a value, and adds the call that moves what is kept to its front.
  private mutating func move(_ value: Value, to part: BodySchedule.Part, at offset: Int) {
    let type = body[value].type
    if isRing(value) {
      let planes = schedule.heldPlanes[value.index]
      views[value.index] = TensorView(
        type: type, box: part.held, memory: step.shared.memory,
        start: (step.shared.start + offset) / type.elementType.byteCount,
        strides: BoxLayout(
          memoryBox(of: value, part.held), order: BoxLayout.channelsLast(rank: type.rank)
        ).strides,
        ring: PlaneRing(planes: planes, from: part.held[PlaneRing.dimension].lowerBound))
      return
    }
    let old = views[value.index]
    var memory = memoryBox(of: value, part.held)
    if part.held.rank > 2 {
      let lower = part.held[2].lowerBound
      memory[2] = lower..<lower + memory[2].count
    }
    let view = TensorView(
      type, part.held,
      in: BoxLayout(
        memory,
        order: liesChannelsLast(value) ? BoxLayout.channelsLast(rank: type.rank) : nil),
      memory: step.shared.memory, from: (step.shared.start + offset) / type.elementType.byteCount)
    views[value.index] = view
    guard let old, part.held.rank > 2, !part.kept.isEmpty, old.box != part.held,
      old.box[2].lowerBound != part.held[2].lowerBound
    else { return }
    result.calls.append(.movingPlanes(old.part(part.kept), to: view.part(part.kept)))
  }
}

extension TensorView {
  /// The view of a value that nothing is read of.
  fileprivate static func empty(_ type: TensorType) -> TensorView {
    let box = Region.empty(rank: type.rank)
    return TensorView(type, box, in: BoxLayout(box), memory: 0, from: 0)
  }

  /// Returns the view of a box inside of the box.
  func part(_ part: Region) -> TensorView {
    if part.isEmpty || part == box { return self }
    let first = place(of: part.bounds.map(\.lowerBound))
    return TensorView(
      type: type, box: part, memory: memory, start: start + first.distance, strides: strides,
      isFixed: isFixed, sources: sources, ring: first.ring)
  }

  /// The view of images whose channels follow each other, as if they were one.
  fileprivate static func joined(_ sources: [TensorView], _ type: TensorType, _ box: Region)
    -> TensorView
  {
    TensorView(
      type: type, box: box, memory: sources[0].memory, start: sources[0].start,
      strides: sources[0].strides, sources: sources)
  }
}

extension TensorType {
  /// `true` iff values of the type are images whose channels may lie together.
  var isImage: Bool { rank >= 3 && elementType == .f32 && extents[1] > 1 }
  /// `true` iff values of the type are images of one channel.
  fileprivate var isPlane: Bool { rank >= 3 && elementType == .f32 && extents[1] == 1 }
}
