internal import CNative

/// The calls of a step as the C run time takes them.
final class CallTable: @unchecked Sendable {
  private let calls: UnsafeMutableBufferPointer<gc_call>
  private let arguments: UnsafeMutableBufferPointer<Int64>
  /// Keeps the functions loaded.
  private let library: KernelLibrary

  /// The calls of a step, whose kernels a library has.
  init(_ step: NativeStep, _ library: KernelLibrary) throws(Diagnostic) {
    self.library = library
    calls = .allocate(capacity: step.calls.count)
    arguments = .allocate(capacity: step.calls.reduce(1) { $0 + $1.arguments.count })
    var next = 0
    // There is room for a number behind the last arguments, so the table has an address.
    for (index, call) in step.calls.enumerated() {
      _ = arguments[next...].update(fromContentsOf: call.arguments)
      calls.initializeElement(
        at: index,
        to: gc_call(
          kernel: try library.kernel(call.code), arguments: arguments.baseAddress! + next))
      next += call.arguments.count
    }
  }

  deinit {
    calls.deallocate()
    arguments.deallocate()
  }

  /// Runs all calls; `memory` is the result's, the operands' and the shared one.
  func run(
    _ memory: UnsafePointer<UnsafeMutablePointer<CChar>?>, scratch: UnsafeMutableRawPointer,
    scratchPerThread: Int, _ pool: ThreadPool
  ) {
    gc_pool_run_calls(
      pool.handle, calls.baseAddress, Int64(calls.count), memory,
      scratch.assumingMemoryBound(to: CChar.self), Int64(scratchPerThread))
  }
}

extension Kernel {
  /// The kernel that runs the calls of a step.
  init(_ step: NativeStep, operandCount: Int, _ library: KernelLibrary) throws(Diagnostic) {
    let table = try CallTable(step, library)
    let scratchPerThread = Kernel.roundUp(step.calls.map(\.scratchPerThread).max() ?? 0)
    self.init(
      scratchPerThread: scratchPerThread, sharedScratch: step.sharedScratch,
      inPlaceOperands: step.inPlaceOperands
    ) { invocation in
      withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<CChar>?.self, capacity: operandCount + 2
      ) { memory in
        func bytes(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutablePointer<CChar> {
          pointer.assumingMemoryBound(to: CChar.self)
        }
        memory.initializeElement(at: 0, to: bytes(invocation.result))
        for index in 0..<operandCount {
          memory.initializeElement(at: 1 + index, to: bytes(invocation.operands[index]))
        }
        memory.initializeElement(
          at: 1 + operandCount, to: invocation.sharedScratch(as: CChar.self))
        // The allocation has two elements or more.
        table.run(
          memory.baseAddress!, scratch: invocation.scratch(thread: 0, as: UInt8.self),
          scratchPerThread: scratchPerThread, invocation.pool)
      }
    }
  }
}
