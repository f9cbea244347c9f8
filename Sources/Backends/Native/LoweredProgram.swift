/// A program with code for its steps: what is built, run, or written as a library.
struct LoweredProgram: Sendable {
  /// The program, whose buffers lie as the kernels expect.
  let program: Program
  /// The code of each step; nil where it is done without a kernel, or interpreted.
  let steps: [NativeStep?]
  /// The number of threads.
  let threads: Int

  /// Lowers all steps of a program.
  init(_ program: Program, threads: Int) {
    var program = program
    LayoutChoice.apply(to: &program)
    self.program = program
    self.threads = threads
    steps = program.steps.map { step in
      let signature = Signature(step, in: program, threads: threads)
      if step.box.isEmpty || step.exchange != nil { return nil }
      return (program.graph[step.node].op as? any NativeLowerable)?.lower(StepViews(signature))
    }
  }

  /// The kernels of all steps, each once, in the order of their first call.
  var codes: [NativeCode] {
    var (known, codes) = (Set<NativeCode>(), [NativeCode]())
    for call in steps.compactMap(\.self).flatMap(\.calls) where known.insert(call.code).inserted {
      codes.append(call.code)
    }
    return codes
  }

  /// Returns the program ready to run with built kernels.
  func executable(_ library: KernelLibrary?) throws(Diagnostic) -> Executable {
    var kernels: [Kernel?] = []
    for (step, code) in zip(program.steps, steps) {
      kernels.append(
        // Where a step has code there is a library.
        try code.map { (code) throws(Diagnostic) in
          try Kernel(code, operandCount: step.operands.count, library!)
        })
    }
    return Executable(program, threads: threads, kernels: kernels)
  }
}
