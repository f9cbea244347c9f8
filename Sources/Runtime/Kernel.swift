/// The types and boxes that a kernel is compiled for.
public struct Signature: Sendable {
  /// A box of a tensor.
  public struct Part: Sendable {
    /// The type of the whole tensor.
    public let type: TensorType
    /// The box that is held, or computed.
    public let box: Region
    /// The box around it whose elements lie in memory: a result may leave room for a rim.
    public let memory: Region
    /// The order in which the dimensions lie in memory.
    public let order: [Int]

    /// A box of a tensor, in row-major memory of the same box unless given.
    ///
    /// - Requires: the memory contains the box.
    public init(_ type: TensorType, _ box: Region, memory: Region? = nil, order: [Int]? = nil) {
      self.type = type
      self.box = box
      self.memory = memory ?? box
      self.order = order ?? Array(0..<box.rank)
    }

    /// Where the elements are.
    public var layout: BoxLayout { BoxLayout(memory, order: order) }

    /// Where a box of an image [N, C, S…] is in memory that is larger along the first spatial
    /// dimension at most: the first element of the box, and the distance of channels; nil where it is
    /// larger elsewhere.
    public var channels: (start: Int, stride: Int)? {
      let inner = box.bounds.dropFirst(3).reduce(1) { $0 * $1.count }
      let isSame = box.bounds.indices.allSatisfy { $0 == 2 || box[$0] == memory[$0] }
      guard box.rank >= 3, isSame else { return memory == box ? (0, box.count) : nil }
      return ((box[2].lowerBound - memory[2].lowerBound) * inner, memory[2].count * inner)
    }

    /// The extents of the box.
    public var extents: [Int] { box.extents }
    /// `true` iff the box is the whole tensor.
    public var isWhole: Bool { box == type.whole }
  }

  /// The operands.
  public let operands: [Part]
  /// The result.
  public let result: Part
  /// The number of threads that share the work.
  public let threads: Int

  /// A signature of the given parts.
  public init(operands: [Part], result: Part, threads: Int) {
    self.operands = operands
    self.result = result
    self.threads = threads
  }

  /// `true` iff all parts are whole tensors.
  public var isWhole: Bool { result.isWhole && operands.allSatisfy(\.isWhole) }

  /// `true` iff all parts have the given element type.
  public func isAll(_ type: ElementType) -> Bool {
    result.type.elementType == type && operands.allSatisfy { $0.type.elementType == type }
  }
}

/// Machine-ready code for one step.
public struct Kernel: Sendable {
  /// The bytes of working memory that each thread needs.
  public let scratchPerThread: Int
  /// The bytes of working memory that the threads share.
  public let sharedScratch: Int
  /// The operands whose memory the result may take over, element for element.
  public let inPlaceOperands: [Int]
  /// The spellings of the ops that are computed by their slow definitions.
  public let interpretedOps: [String]
  /// The work; an error ends the run.
  public let run: @Sendable (Invocation) throws(Diagnostic) -> Void

  /// A kernel with the given needs.
  public init(
    scratchPerThread: Int = 0, sharedScratch: Int = 0, inPlaceOperands: [Int] = [],
    interpretedOps: [String] = [], run: @escaping @Sendable (Invocation) throws(Diagnostic) -> Void
  ) {
    self.scratchPerThread = Kernel.roundUp(scratchPerThread)
    self.sharedScratch = Kernel.roundUp(sharedScratch)
    self.inPlaceOperands = inPlaceOperands
    self.interpretedOps = interpretedOps
    self.run = run
  }

  /// Returns the same kernel, which says that it interprets these ops, too.
  package func reporting(_ ops: [String]) -> Kernel {
    Kernel(
      scratchPerThread: scratchPerThread, sharedScratch: sharedScratch,
      inPlaceOperands: inPlaceOperands, interpretedOps: interpretedOps + ops, run: run)
  }

  /// The bytes of working memory for a number of threads.
  package func scratch(threads: Int) -> Int { sharedScratch + threads * scratchPerThread }

  /// Returns the next multiple of a cache line.
  package static func roundUp(_ byteCount: Int) -> Int { (byteCount + 63) & ~63 }
}

/// The memory and threads of one call of a kernel; valid during the call.
public struct Invocation {
  /// The elements of each operand.
  public let operands: UnsafePointer<UnsafeMutableRawPointer>
  /// Where the result goes.
  public let result: UnsafeMutableRawPointer
  /// The threads.
  public let pool: ThreadPool
  private let scratch: UnsafeMutableRawPointer
  private let scratchPerThread: Int

  /// The memory of a step.
  public init(
    operands: UnsafePointer<UnsafeMutableRawPointer>, result: UnsafeMutableRawPointer,
    pool: ThreadPool, scratch: UnsafeMutableRawPointer, of kernel: Kernel
  ) {
    self.operands = operands
    self.result = result
    self.pool = pool
    self.scratch = scratch
    scratchPerThread = kernel.scratchPerThread
  }

  /// Returns the same operands and working memory with another place for the result.
  package func writing(to result: UnsafeMutableRawPointer, _ kernel: Kernel) -> Invocation {
    Invocation(operands: operands, result: result, pool: pool, scratch: scratch, of: kernel)
  }

  /// Returns the elements of an operand.
  public func operand<T>(_ index: Int, as _: T.Type = T.self) -> UnsafePointer<T> {
    UnsafePointer(operands[index].assumingMemoryBound(to: T.self))
  }

  /// Returns the elements of the result.
  public func result<T>(as _: T.Type = T.self) -> UnsafeMutablePointer<T> {
    result.assumingMemoryBound(to: T.self)
  }

  /// Returns the working memory of a thread.
  public func scratch<T>(thread: Int, as _: T.Type = T.self) -> UnsafeMutablePointer<T> {
    (scratch + thread * scratchPerThread).assumingMemoryBound(to: T.self)
  }

  /// Returns the working memory of all threads together.
  public func sharedScratch<T>(as _: T.Type = T.self) -> UnsafeMutablePointer<T> {
    (scratch + pool.threads * scratchPerThread).assumingMemoryBound(to: T.self)
  }
}
