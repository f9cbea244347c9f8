/// Which step is the first to write where an exchange published memory.
struct OverwrittenMemory {
  /// The steps, in order, with the exchanges whose memory they overwrite.
  private(set) var firstSteps: [(step: Int, exchange: Int)] = []

  private enum Space: Hashable {
    case arena
    case output(Int)
  }

  /// The bytes of some memory that the run writes.
  private struct Bytes {
    let space: Space
    let range: Range<Int>

    func overlaps(_ other: Bytes) -> Bool {
      space == other.space && range.overlaps(other.range)
    }
  }

  /// The steps of a rank that overwrite what its exchanges published.
  init(_ executable: Executable, _ exchanges: [MatchedExchange]) {
    let (program, plan) = (executable.program, executable.plan)
    func bytes(_ buffer: Int) -> Bytes? {
      let count = program.buffers[buffer].byteCount
      if count == 0 { return nil }
      return switch plan.locations[buffer] {
      case .arena(let offset): Bytes(space: .arena, range: offset..<offset + count)
      case .output(let index): Bytes(space: .output(index), range: 0..<count)
      case .bound: nil
      }
    }
    var published: [(exchange: Int, bytes: Bytes)] = []
    var pending = exchanges[...]
    for (index, step) in program.steps.enumerated() {
      var written: [Bytes] = []
      let scratch = executable.kernels[index].scratch(threads: executable.threads)
      if scratch > 0 {
        let offset = plan.scratchOffsets[index]
        written.append(Bytes(space: .arena, range: offset..<offset + scratch))
      }
      let isAlias = if case .alias = program.buffers[step.result].kind { true } else { false }
      if !isAlias, let result = bytes(step.result) { written.append(result) }
      published.removeAll { entry in
        guard written.contains(where: { $0.overlaps(entry.bytes) }) else { return false }
        firstSteps.append((index, entry.exchange))
        return true
      }
      if let exchange = pending.first, exchange.step == index {
        pending.removeFirst()
        if exchange.isPublished, let operand = bytes(step.operands[0]) {
          published.append((exchange.number, operand))
        }
      }
    }
  }
}
