extension Executable {
  /// Returns the executable that computes some of the outputs only, by the same kernels: steps that
  /// serve others, and updates, are left out.
  public func keeping(outputs names: [String]) -> Executable {
    let kept = program.keeping(outputs: names)
    let parameters = Set(Binding.parameters(kept.program).slots.map(\.name))
    return Executable(
      kept.program, threads: threads, kernels: kept.steps.map { kernels[$0] },
      packings: packings.filter { parameters.contains($0.name) }, objectCode: objectCode)
  }
}

extension Program {
  /// Returns the program of some of the outputs, with the same buffers, and which of the steps it has.
  fileprivate func keeping(outputs names: [String]) -> (program: Program, steps: [Int]) {
    var kept = self
    kept.graph.keepOutputs { names.contains($0.name) }
    kept.exits = exits.prefix(graph.outputs.count).filter { names.contains($0.output.name) }
    kept.steps = []
    let isNeeded = kept.neededBuffers(of: steps)
    let positions = steps.indices.filter { isNeeded[steps[$0].result] }
    kept.steps = positions.map { steps[$0] }
    return (kept, positions)
  }

  /// Which buffers the exits depend on, where these steps compute them.
  private func neededBuffers(of steps: [Step]) -> [Bool] {
    var isNeeded = buffers.map { _ in false }
    func mark(_ buffer: Int) {
      isNeeded[buffer] = true
      if case .alias(let other) = buffers[buffer].kind { mark(other) }
    }
    for exit in exits { mark(exit.buffer) }
    for step in steps.reversed() where isNeeded[step.result] { step.operands.forEach(mark) }
    return isNeeded
  }

  /// Which buffers a step reads or writes, or leave the graph; the others need no memory.
  package var usedBuffers: [Bool] {
    var isUsed = neededBuffers(of: steps)
    for step in steps { isUsed[step.result] = true }
    return isUsed
  }
}
