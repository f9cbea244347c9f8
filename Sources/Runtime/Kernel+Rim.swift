extension Kernel {
  /// The kernel that puts the result of another one, whose elements lie together, into memory that
  /// leaves room for a rim.
  static func insetting(_ kernel: Kernel, _ result: Signature.Part) -> Kernel {
    let size = result.type.elementType.byteCount
    let copy = BoxCopy(
      result.box, from: BoxLayout(result.box, order: result.order), to: result.layout,
      elementByteCount: size)
    return Kernel(
      scratchPerThread: kernel.scratchPerThread,
      sharedScratch: kernel.sharedScratch + result.box.count * size,
      interpretedOps: kernel.interpretedOps
    ) { invocation throws(Diagnostic) in
      let own: UnsafeMutablePointer<UInt8> = invocation.sharedScratch()
      let whole = UnsafeMutableRawPointer(own + kernel.sharedScratch)
      try kernel.run(invocation.writing(to: whole, kernel))
      invocation.pool.copy(copy, whole, invocation.result)
    }
  }
}

extension Program {
  /// Lets the operand of an exchange lie in the memory of its result, where a step computes it and it
  /// is no output: the step leaves room for the rim, and nothing but messages is copied.
  mutating func shareRims() {
    for exchange in steps.indices where steps[exchange].exchange?.phase == .whole {
      let (operand, result) = (steps[exchange].operands[0], steps[exchange].result)
      guard buffers[operand].kind == .computed, buffers[result].kind == .computed,
        !buffers[operand].box.isEmpty, buffers[result].box.contains(buffers[operand].box),
        !exits.contains(where: { $0.buffer == operand }),
        !buffers.contains(where: { $0.kind == .alias(of: operand) }),
        let producer = steps.firstIndex(where: { $0.result == operand }),
        steps[producer].exchange == nil
      else { continue }
      for index in steps.indices { steps[index].moveBuffer(operand, to: result) }
    }
  }
}

extension Program.Step {
  /// Uses another buffer in the place of one.
  fileprivate mutating func moveBuffer(_ old: Int, to new: Int) {
    self = Program.Step(
      node: node, box: box, operands: operands.map { $0 == old ? new : $0 },
      result: result == old ? new : result, exchange: exchange)
  }
}

extension Signature {
  /// The same step with a result whose elements lie together.
  var withoutRim: Signature {
    Signature(
      operands: operands, result: Part(result.type, result.box, order: result.order),
      threads: threads)
  }
}
