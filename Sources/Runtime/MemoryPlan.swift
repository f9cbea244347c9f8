/// Where each buffer of a program is: caller's memory, an output, or a place in one arena.
public struct MemoryPlan: Sendable {
  /// The memory of a buffer.
  public enum Location: Hashable, Sendable {
    /// The array that is bound to the buffer at an index: an input, a parameter or a constant.
    case bound(Int)
    /// The array of the output (or, counted on, the update) at an index: this rank's part of it.
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
    for (index, exit) in program.exits.enumerated().reversed() where program.isDirect(exit) {
      exitOf[lifetimes.root[exit.buffer]] = index
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
  package struct Block {
    let steps: ClosedRange<Int>
    package let byteCount: Int

    package init(_ steps: ClosedRange<Int>, _ byteCount: Int) {
      self.steps = steps
      self.byteCount = Kernel.roundUp(byteCount)
    }
  }

  /// Returns an offset for each block, so that blocks that are needed at the same time are apart:
  /// the largest first, each into the tightest gap.
  package static func place(_ blocks: [Block]) -> [Int] {
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
