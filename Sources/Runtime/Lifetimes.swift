/// Which buffers share memory, and from which to which step it is needed.
struct Lifetimes {
  /// The first buffer of those that share the memory of each buffer.
  private(set) var root: [Int]
  /// The steps during which the memory of a root is needed; nil where the caller has it.
  private(set) var ofRoot: [ClosedRange<Int>?]

  /// The lifetimes in a program: aliases share memory, and so does the result of a step with an
  /// operand that the kernel may overwrite and that nothing reads later.
  ///
  /// The start of an exchange is an alias of what it publishes, and its end reads that: so the memory
  /// lives between them.
  init(_ program: Program, _ kernels: [Kernel]) {
    let buffers = program.buffers
    root = Array(buffers.indices)
    ofRoot = Array(repeating: nil, count: buffers.count)
    for (index, buffer) in buffers.enumerated() {
      if case .alias(let other) = buffer.kind { root[index] = root[other] }
    }
    var lastUse = [Int](repeating: -1, count: buffers.count)
    for (index, step) in program.steps.enumerated() {
      lastUse[root[step.result]] = max(lastUse[root[step.result]], index)
      for operand in step.operands { lastUse[root[operand]] = index }
    }
    for exit in program.exits { lastUse[root[exit.buffer]] = program.steps.count }

    var takenOver = Array(buffers.indices)
    // What a session copies is there before the first step.
    for (index, buffer) in buffers.enumerated() where program.isCopiedInput(buffer) {
      ofRoot[index] = 0...max(lastUse[index], 0)
    }
    for (index, step) in program.steps.enumerated() where root[step.result] == step.result {
      // A rim is received into what an earlier step has written.
      let first = ofRoot[step.result]?.lowerBound ?? index
      ofRoot[step.result] = first...lastUse[step.result]
      for position in kernels[index].inPlaceOperands {
        let operand = root[step.operands[position]]
        let isDead = lastUse[operand] == index && buffers[operand].kind == .computed
        let isAlone = step.operands.indices.allSatisfy {
          root[step.operands[$0]] != operand || kernels[index].inPlaceOperands.contains($0)
        }
        guard isDead, isAlone, buffers[operand].byteCount == buffers[step.result].byteCount
        else { continue }
        takenOver[step.result] = operand
        break
      }
    }
    merge(takenOver)
  }

  /// Lets each root share the memory of the root it takes over.
  private mutating func merge(_ takenOver: [Int]) {
    var finalRoot = takenOver
    for index in finalRoot.indices where finalRoot[index] != index {
      let target = finalRoot[takenOver[index]]
      finalRoot[index] = target
      // Both are computed, so each has a lifetime, and the target is written first.
      ofRoot[target] = ofRoot[target]!.lowerBound...ofRoot[index]!.upperBound
      ofRoot[index] = nil
    }
    root = root.map { finalRoot[$0] }
  }
}
