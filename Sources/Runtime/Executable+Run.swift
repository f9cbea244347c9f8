extension Executable {
  /// Sets `pointers` to the operands of all steps, one after the other, and then their results.
  ///
  /// `bound` returns the first byte of an input, parameter or constant buffer, `exits` that of an
  /// output or update.
  func bind(
    _ pointers: inout [UnsafeMutableRawPointer], bound: (Int) -> UnsafeMutableRawPointer,
    exits: (Int) -> UnsafeMutableRawPointer, arena: UnsafeMutableRawPointer
  ) {
    func pointer(_ buffer: Int) -> UnsafeMutableRawPointer {
      switch plan.locations[buffer] {
      case .bound(let root): bound(root)
      case .output(let index): exits(index)
      case .arena(let offset): arena + offset
      }
    }
    pointers.removeAll(keepingCapacity: true)
    for step in program.steps { for operand in step.operands { pointers.append(pointer(operand)) } }
    for step in program.steps { pointers.append(pointer(step.result)) }
  }

  /// Runs some steps with what `bind` has set; calls `start` with each before, and `lap` after it.
  func run(
    _ steps: Range<Int>, _ pointers: [UnsafeMutableRawPointer], arena: UnsafeMutableRawPointer,
    _ pool: ThreadPool, start: (_ step: Int, _ result: UnsafeMutableRawPointer) -> Void,
    lap: () -> Void
  ) throws(Diagnostic) {
    try pointers.withUnsafeBufferPointer { (pointers) throws(Diagnostic) in
      guard let operands = pointers.baseAddress else { return }
      let results = operands + (pointers.count - kernels.count)
      for step in steps {
        start(step, results[step])
        try kernels[step].run(
          Invocation(
            operands: operands + operandOffsets[step], result: results[step], pool: pool,
            scratch: arena + plan.scratchOffsets[step], of: kernels[step]))
        lap()
      }
    }
  }
}

extension Kernel {
  /// The kernel that runs a program with one output, whose inputs are the step's operands, in
  /// working memory; nil where a constant or an operand is the output itself.
  ///
  /// `operand` returns the operand of an input value.
  public static func running(_ executable: Executable, operand: (Value) -> Int?) -> Kernel? {
    let program = executable.program
    guard case .output? = program.outputs.first.map({ executable.plan.locations[$0] }) else {
      return nil
    }
    var operands: [Int?] = []
    for buffer in program.buffers {
      let index = operand(buffer.value)
      if case .input = buffer.kind, index == nil { return nil }
      operands.append(index)
    }
    let sources = operands
    return Kernel(
      sharedScratch: executable.arenaByteCount,
      interpretedOps: executable.fallbacks.map(\.op)
    ) { (invocation) throws(Diagnostic) in
      let arena = invocation.sharedScratch(as: UInt8.self)
      var pointers: [UnsafeMutableRawPointer] = []
      executable.bind(
        &pointers,
        bound: { buffer in
          if let operand = sources[buffer] { return invocation.operands[operand] }
          let constant = program.graph[program.buffers[buffer].value].op as? Constant
          return constant?.value.base ?? UnsafeMutableRawPointer(arena)
        }, exits: { _ in invocation.result }, arena: arena)
      try executable.run(
        program.steps.indices, pointers, arena: arena, invocation.pool, start: { _, _ in }, lap: {})
    }
  }
}
