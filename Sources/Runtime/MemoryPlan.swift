/// Where each buffer of a program is: caller's memory, an output, or a place in one arena.
public struct MemoryPlan: Sendable {
  /// The memory of a buffer.
  public enum Location: Hashable, Sendable {
    /// The array that is bound to the buffer at an index: an input, a parameter or a constant.
    case bound(Int)
    /// The fresh array of the output (or, counted on, the update) at an index.
    case output(Int)
    /// The arena, from a byte offset.
    case arena(Int)
  }

  /// The location of each buffer.
  public private(set) var locations: [Location]
  /// The offset of each step's working memory in the arena.
  public private(set) var scratchOffsets: [Int]
  /// The size of the arena in bytes.
  public private(set) var arenaByteCount = 0

  /// The plan for a program whose steps are done by `kernels`.
  public init(_ program: Program, _ kernels: [Kernel], threads: Int) {
    let lifetimes = Lifetimes(program, kernels)
    locations = program.buffers.indices.map { .bound(lifetimes.root[$0]) }
    scratchOffsets = Array(repeating: 0, count: kernels.count)

    var exitOf = [Int](repeating: -1, count: program.buffers.count)
    for (index, buffer) in (program.outputs + program.updates).enumerated().reversed() {
      exitOf[lifetimes.root[buffer]] = index
    }
    var blocks: [Block] = []
    var blockOf = [Int](repeating: -1, count: program.buffers.count)
    for (root, lifetime) in lifetimes.ofRoot.enumerated() {
      guard let lifetime, exitOf[root] < 0 else { continue }
      blockOf[root] = blocks.count
      blocks.append(Block(lifetime, program.buffers[root].byteCount))
    }
    let firstScratch = blocks.count
    for (step, kernel) in kernels.enumerated() {
      blocks.append(Block(step...step, kernel.scratch(threads: threads)))
    }
    let offsets = Self.place(blocks)
    for buffer in program.buffers.indices {
      let root = lifetimes.root[buffer]
      if blockOf[root] >= 0 {
        locations[buffer] = .arena(offsets[blockOf[root]])
      } else if exitOf[root] >= 0 && lifetimes.ofRoot[root] != nil {
        locations[buffer] = .output(exitOf[root])
      }
    }
    for step in kernels.indices { scratchOffsets[step] = offsets[firstScratch + step] }
    arenaByteCount = zip(offsets, blocks).map { $0.addingSaturated($1.byteCount) }.max() ?? 0
  }

  /// Bytes that are needed from a first to a last step.
  struct Block {
    let steps: ClosedRange<Int>
    let byteCount: Int

    init(_ steps: ClosedRange<Int>, _ byteCount: Int) {
      self.steps = steps
      self.byteCount = Kernel.roundUp(byteCount)
    }
  }

  /// Returns an offset for each block, so that blocks that are needed at the same time are apart:
  /// the largest first, each into the tightest gap.
  static func place(_ blocks: [Block]) -> [Int] {
    var offsets = [Int](repeating: 0, count: blocks.count)
    var placed: [Int] = []
    let order = blocks.indices.filter { blocks[$0].byteCount > 0 }
      .sorted { (blocks[$0].byteCount, $1) > (blocks[$1].byteCount, $0) }
    for block in order {
      let (steps, byteCount) = (blocks[block].steps, blocks[block].byteCount)
      var (end, best, bestRoom) = (0, -1, Int.max)
      // `placed` is sorted by offset.
      for other in placed where blocks[other].steps.overlaps(steps) {
        let room = offsets[other] - end
        if room >= byteCount && room < bestRoom { (best, bestRoom) = (end, room) }
        end = max(end, offsets[other].addingSaturated(blocks[other].byteCount))
      }
      offsets[block] = best >= 0 ? best : end
      let position = placed.firstIndex { offsets[$0] > offsets[block] } ?? placed.endIndex
      placed.insert(block, at: position)
    }
    return offsets
  }
}

/// Which buffers share memory, and from which to which step it is needed.
struct Lifetimes {
  /// The first buffer of those that share the memory of each buffer.
  private(set) var root: [Int]
  /// The steps during which the memory of a root is needed; nil where it is not computed.
  private(set) var ofRoot: [ClosedRange<Int>?]

  /// The lifetimes in a program: aliases share memory, and so does the result of a step with an
  /// operand that the kernel may overwrite and that nothing reads later.
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
    for exit in program.outputs + program.updates { lastUse[root[exit]] = program.steps.count }

    var takenOver = Array(buffers.indices)
    for (index, step) in program.steps.enumerated() {
      ofRoot[step.result] = index...lastUse[step.result]
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
