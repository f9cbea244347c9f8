import Glibc
import Synchronization

/// The arrays of one run; all ranks share them.
public struct RunArrays: Sendable {
  /// The inputs by name.
  let inputs: [String: NDArray]
  /// The parameters by name.
  let parameters: [String: NDArray]
  /// The array of each output and update, which ranks fill.
  let exits: [NDArray]
}

/// The memory and threads of one rank, or of a program that is not split.
///
/// Used by one thread at a time.
package final class Rank: @unchecked Sendable {
  /// What is run.
  package let executable: Executable
  /// The step that is run, as other threads see it.
  package let currentStep = Atomic<Int>(0)
  /// The threads.
  let pool: ThreadPool
  private let arena: Arena
  private let options: SessionOptions
  private let inputs: Binding
  private let weights: Binding
  /// The first byte of each array that is bound to a buffer.
  private var bound: [UnsafeMutableRawPointer]
  /// The operands of all steps, one after the other, then their results.
  private var pointers: [UnsafeMutableRawPointer] = []
  private var exitBases: [UnsafeMutableRawPointer] = []
  /// The copies of boxes out of the callers' inputs, and into the results.
  private let inputCopies: [(slot: Int, copy: BoxCopy)]
  private let exitCopies: [(exit: Int, copy: BoxCopy)]
  private var timer: StepTimer?

  /// Memory and threads for an executable.
  package init(_ executable: Executable, _ options: SessionOptions, pool: ThreadPool? = nil)
    throws(Diagnostic)
  {
    let program = executable.program
    self.executable = executable
    self.options = options
    inputs = Binding.inputs(program)
    weights = Binding.parameters(program)
    arena = try Arena(byteCount: executable.arenaByteCount)
    self.pool = pool ?? ThreadPool(threads: executable.threads)
    bound = Array(repeating: arena.base, count: program.buffers.count)
    for (index, buffer) in program.buffers.enumerated() where buffer.kind == .constant {
      if let constant = program.graph[buffer.value].op as? Constant {
        bound[index] = constant.value.base ?? arena.base
      }
    }
    inputCopies = inputs.slots.enumerated().compactMap { index, slot in
      let buffer = program.buffers[slot.buffer]
      guard program.isCopiedInput(buffer) else { return nil }
      return (
        index,
        BoxCopy(
          buffer.box, from: BoxLayout(buffer.type.whole), to: buffer.layout, buffer.type)
      )
    }
    exitCopies = program.exits.enumerated().compactMap { index, exit in
      let buffer = program.buffers[exit.buffer]
      guard let part = exit.part, !part.isEmpty,
        executable.plan.locations[exit.buffer] != .output(index)
      else { return nil }
      return (
        index, BoxCopy(part, from: buffer.layout, to: BoxLayout(buffer.type.whole), buffer.type)
      )
    }
  }

  /// The seconds of each step in the last run; empty unless it was profiled.
  package var profile: [Double] { timer?.seconds ?? [] }

  /// Throws where an array is missing or has another type.
  func check(_ inputs: [String: NDArray], parameters: [String: NDArray]) throws(Diagnostic) {
    _ = try self.inputs.arrays(inputs)
    _ = try weights.arrays(parameters)
  }

  /// Takes the arrays of a run, which must live until it ends, and copies the rank's boxes.
  package func begin(_ arrays: RunArrays, isProfiling: Bool) throws(Diagnostic) {
    let (program, plan) = (executable.program, executable.plan)
    timer = isProfiling ? StepTimer(count: executable.kernels.count) : nil
    let inputArrays = try inputs.arrays(arrays.inputs)
    let all = inputArrays + (try weights.arrays(arrays.parameters))
    for (slot, array) in zip(inputs.slots + weights.slots, all) {
      bound[slot.buffer] =
        (array.base ?? arena.base) + (program.buffers[slot.buffer].byteOffset ?? 0)
    }
    exitBases = zip(program.exits, arrays.exits).map { exit, array in
      // The offset is that of a buffer that is a part of the array.
      (array.base ?? arena.base) + (program.buffers[exit.buffer].byteOffset ?? 0)
    }
    executable.bind(
      &pointers, bound: { bound[$0] }, exits: { exitBases[$0] }, arena: arena.base)
    for (slot, copy) in inputCopies {
      guard let source = inputArrays[slot].base else { continue }
      let target: UnsafeMutableRawPointer? =
        switch plan.locations[inputs.slots[slot].buffer] {
        case .arena(let offset): arena.base + offset
        case .output(let exit): exitBases[exit]
        case .bound: nil
        }
      if let target { pool.copy(copy, source, target) }
    }
  }

  /// Runs some steps; the messages of exchanges are the fabric's.
  package func run(_ steps: Range<Int>) throws(Diagnostic) {
    timer?.resume()
    try executable.run(
      steps, pointers, arena: arena.base, pool,
      start: { step, result in
        currentStep.store(step, ordering: .relaxed)
        if options.poisonsMemory { poison(step, result) }
      }, lap: { timer?.lap() })
  }

  /// Fills the result of a step, unless it shares the memory of an operand.
  private func poison(_ step: Int, _ result: UnsafeMutableRawPointer) {
    if operands(of: step).contains(result) { return }
    let buffer = executable.program.buffers[executable.program.steps[step].result]
    memset(result, 0xFF, buffer.byteCount)
  }

  private func operands(of step: Int) -> ArraySlice<UnsafeMutableRawPointer> {
    let offsets = executable.operandOffsets
    return pointers[offsets[step]..<offsets[step + 1]]
  }

  /// The memory of a step's first operand.
  package func operand(of step: Int) -> UnsafeMutableRawPointer {
    pointers[executable.operandOffsets[step]]
  }

  /// Copies a box out of a peer's memory into the result of a step.
  package func receive(_ copy: BoxCopy, from source: UnsafeRawPointer, into step: Int) {
    pool.copy(copy, source, pointers[pointers.count - executable.kernels.count + step])
  }

  /// Counts what `body` does to the last step.
  package func extendLap<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
    timer?.resume()
    try body()
    timer?.extendLap()
  }

  /// Copies into the results what was not computed in them.
  package func end(_ arrays: RunArrays) {
    let program = executable.program
    for (index, copy) in exitCopies {
      let buffer = program.exits[index].buffer
      guard let target = arrays.exits[index].base else { continue }
      let source =
        switch executable.plan.locations[buffer] {
        case .bound(let root): bound[root]
        case .output(let exit): exitBases[exit]
        case .arena(let offset): arena.base + offset
        }
      // A session hands out a bound array itself.
      if source != target { pool.copy(copy, source, target) }
    }
  }
}

extension BoxCopy {
  /// The copy of a box of a tensor.
  init(_ box: Region, from source: BoxLayout, to target: BoxLayout, _ type: TensorType) {
    self.init(box, from: source, to: target, elementByteCount: type.elementType.byteCount)
  }
}

extension NDArray {
  /// The first byte; valid while the storage lives.
  var base: UnsafeMutableRawPointer? {
    withUnsafeBytes { UnsafeMutableRawPointer(mutating: $0.baseAddress) }
  }
}
