import CBLASKernels

/// Pointwise functions applied one after the other to a run of neighbouring elements that stays in
/// the cache.
struct ElementwiseProgram: Sendable {
  /// The most elements of a run.
  static let runLength = 2048

  /// Where an instruction reads.
  enum Source: Hashable, Sendable {
    /// The leaf at an index.
    case leaf(Int)
    /// The result of an earlier instruction.
    case register(Int)
  }

  /// A function of one or two sources.
  struct Instruction: Sendable {
    /// What is computed.
    let function: ElementFunction
    /// From what; both alike for a function of one operand.
    let x: Source, y: Source
    /// The register that is written; nil for the result.
    var register: Int?
  }

  /// A run of a leaf's elements.
  struct Run {
    /// The first element.
    var base: UnsafePointer<Float>
    /// The distance of neighbours; 0 where one element stands for all.
    var step: Int
  }

  /// What is done, in order; the last one writes the result.
  private(set) var instructions: [Instruction]
  /// The number of registers.
  let registerCount: Int

  /// The program of instructions that number their registers in order of definition; registers are
  /// shared where values are dead.
  init(_ instructions: [Instruction]) {
    var lastUse = [Int](repeating: 0, count: instructions.count)
    for (index, instruction) in instructions.enumerated() {
      for case .register(let register) in [instruction.x, instruction.y] {
        lastUse[register] = index
      }
    }
    var place = [Int](repeating: 0, count: instructions.count)
    var busyUntil: [Int] = []
    func placed(_ source: Source) -> Source {
      if case .register(let register) = source { .register(place[register]) } else { source }
    }
    self.instructions = instructions.enumerated().map { index, instruction in
      let (x, y) = (placed(instruction.x), placed(instruction.y))
      if index == instructions.count - 1 {
        return Instruction(function: instruction.function, x: x, y: y, register: nil)
      }
      let free = busyUntil.firstIndex { $0 <= index } ?? busyUntil.count
      if free == busyUntil.count { busyUntil.append(0) }
      busyUntil[free] = lastUse[index]
      place[index] = free
      return Instruction(function: instruction.function, x: x, y: y, register: free)
    }
    registerCount = busyUntil.count
  }

  /// The bytes of working memory of a thread, for leaves with the given distances of neighbours.
  func scratchByteCount(steps: [Int]) -> Int {
    let packed = steps.count { $0 > 1 }
    return (registerCount + packed) * Self.runLength * MemoryLayout<Float>.stride
  }

  /// Computes `count` elements, at most `runLength`; leaves with gaps are packed first, and their
  /// runs changed.
  @inline(__always)
  func run(
    _ count: Int, _ leaves: UnsafeMutableBufferPointer<Run>,
    registers: UnsafeMutablePointer<Float>, result: UnsafeMutablePointer<Float>
  ) {
    var packed = registers + registerCount * Self.runLength
    for leaf in leaves.indices where leaves[leaf].step > 1 {
      let run = leaves[leaf]
      for i in 0..<count { packed[i] = run.base[i &* run.step] }
      leaves[leaf] = Run(base: UnsafePointer(packed), step: 1)
      packed += Self.runLength
    }
    func run(_ source: Source) -> Run {
      switch source {
      case .leaf(let index): leaves[index]
      case .register(let index):
        Run(base: UnsafePointer(registers + index * Self.runLength), step: 1)
      }
    }
    for instruction in instructions {
      let target = instruction.register.map { registers + $0 * Self.runLength } ?? result
      instruction.function.apply(count, run(instruction.x), run(instruction.y), target)
    }
  }
}
