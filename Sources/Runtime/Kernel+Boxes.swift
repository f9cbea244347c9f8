extension Kernel {
  /// `true` iff `ofBoxes` has a kernel for a step.
  static func isOfBoxes(_ step: Program.Step, in program: Program) -> Bool {
    step.box.isEmpty || step.exchange != nil || program.graph[step.node].op is Assemble
  }

  /// The kernel of a step that is done in the same way by every backend: one whose result is empty,
  /// that keeps its own part in an exchange, or that assembles boxes; nil for other steps.
  static func ofBoxes(_ step: Program.Step, in program: Program) -> Kernel? {
    let result = program.buffers[step.result]
    if step.box.isEmpty { return Kernel { _ in } }
    // The operand lies inside of the result already.
    if step.exchange != nil, step.operands[0] == step.result { return Kernel { _ in } }
    if step.exchange != nil {
      if case .alias = result.kind { return Kernel { _ in } }
    } else if !(program.graph[step.node].op is Assemble) {
      return nil
    }
    let all = program.copies(of: step)
    return Kernel { invocation in
      for (operand, copy) in all {
        invocation.pool.copy(copy, invocation.operands[operand], invocation.result)
      }
    }
  }
}

extension Program {
  /// Returns the copies that put the operands of a step together: the first one that holds an element
  /// supplies it.
  package func copies(of step: Step) -> [(operand: Int, copy: BoxCopy)] {
    let result = buffers[step.result]
    var missing = [step.box]
    var copies: [(operand: Int, copy: BoxCopy)] = []
    for (operand, buffer) in step.operands.enumerated() {
      let held = buffers[buffer].box
      for box in missing where box.intersects(held) {
        copies.append(
          (
            operand,
            BoxCopy(
              box.intersection(held), from: buffers[buffer].layout, to: result.layout,
              elementByteCount: result.type.elementType.byteCount)
          ))
      }
      missing = missing.flatMap { $0.subtracting(held) }
    }
    return copies
  }
}

extension ThreadPool {
  /// Copies a box on all threads.
  package func copy(
    _ copy: BoxCopy, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    parallel(copy.byteCount, grain: 256 << 10) { bytes, _ in
      copy.run(bytes: bytes, source, target)
    }
  }
}
