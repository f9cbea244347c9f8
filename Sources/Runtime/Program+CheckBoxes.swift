extension Program {
  /// Throws where the boxes do not fit: a step would read, or an exchange send, what its rank does
  /// not have.
  func checkBoxes() throws(Diagnostic) {
    for buffer in buffers {
      switch buffer.kind {
      case .parameter, .constant:
        if buffer.box != buffer.type.whole {
          throw failure(buffer.value, "has \(buffer.box), expected the whole \(buffer.type.whole)")
        }
      default: break
      }
    }
    for step in steps {
      switch graph[step.node].op {
      case let exchange as Exchange: try check(step, exchange)
      case is Assemble: try checkCover(step, step.operands.map { buffers[$0].box }, "operands")
      default: try checkReads(step)
      }
    }
    for exit in exits {
      guard let part = exit.part, !buffers[exit.buffer].box.contains(part) else { continue }
      throw failure(exit.output.value, "owns \(part) but has \(buffers[exit.buffer].box)")
    }
  }

  private func checkReads(_ step: Step) throws(Diagnostic) {
    if step.box.isEmpty { return }
    let operands = step.operands.map { buffers[$0] }
    let reads = graph[step.node].op.reads(step.box, of: operands.map(\.type))
    for (operand, read) in zip(operands, reads) where !operand.box.contains(read) {
      throw failure(
        step.node,
        "reads \(read) of '\(graph.spelling(operand.value))' for \(step.box), "
          + "but it has \(operand.box)", of: operand.value)
    }
  }

  private func check(_ step: Step, _ exchange: Exchange) throws(Diagnostic) {
    let operand = buffers[step.operands[0]]
    if exchange.phase == .start {
      if operand.box != step.box {
        throw failure(
          step.node, "has \(step.box) behind the start, expected \(operand.box)",
          of: operand.value)
      }
      return
    }
    if exchange.phase == .finish, (graph[operand.value].op as? Exchange)?.phase != .start {
      throw failure(step.node, "finishes what was not started", of: operand.value)
    }
    for message in exchange.sends where !operand.box.contains(message.box) {
      throw failure(
        step.node,
        "sends \(message.box) of '\(graph.spelling(operand.value))' to rank \(message.rank), "
          + "but it has \(operand.box)", of: operand.value)
    }
    for message in exchange.receives where !step.box.contains(message.box) {
      throw failure(
        step.node,
        "receives \(message.box) from rank \(message.rank), expected a part of \(step.box)")
    }
    try checkCover(step, [operand.box] + exchange.receives.map(\.box), "messages and operand")
  }

  /// Throws where the boxes do not hold all of a step's box.
  private func checkCover(_ step: Step, _ boxes: [Region], _ what: String) throws(Diagnostic) {
    if step.box.isCovered(by: boxes) { return }
    let list = boxes.map(\.description).joined(separator: ", ")
    throw failure(step.node, "has \(step.box), but its \(what) hold only \(list)")
  }

  private func failure(_ value: Value, _ message: String, of operand: Value? = nil) -> Diagnostic {
    let node = graph[value]
    let rank = graph.rank.map { "rank \($0): " } ?? ""
    return Diagnostic(
      "\(rank)'\(graph.spelling(value))' (\(AllOps.spelling(node.op))) \(message)", at: node.site,
      notes: operand.map { [.init("the operand is made here", at: graph[$0].site)] } ?? [])
  }
}
