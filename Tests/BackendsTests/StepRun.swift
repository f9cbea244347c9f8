import BLASBackend
import Support

/// A step over a box, on operands that are held in boxes of their own.
struct StepRun {
  /// What is computed.
  let op: any Op
  /// What is held of each operand.
  let operands: [PlacedArray]
  /// The part of the result.
  let box: Region
  /// The number of threads.
  let threads: Int
  /// The box whose elements the result's memory has; nil where it is the computed one.
  var memory: Region?

  /// The code of `blas`; nil where it has none, or the op refuses the operands.
  var kernel: Kernel? {
    let types = operands.map(\.type)
    guard let type = try? op.resultType(types) else { return nil }
    let signature = Signature(
      operands: zip(types, operands).map { .init($0, $1.box) },
      result: .init(type, box, memory: memory), threads: threads)
    return memory == nil
      ? BLASBackend.kernel(op, signature) : BLASBackend.rimKernel(op, signature)
  }

  /// Returns the memory of the result behind what `blas` computes; nil where it has no code.
  ///
  /// All other memory is full of NaN, and that around the operands and the result stays as it is.
  func result() throws -> NDArray? {
    guard let kernel, let type = try? op.resultType(operands.map(\.type)).elementType else {
      return nil
    }
    let pool = ThreadPool(threads: threads)
    let places = operands.map { operand in
      let place = GuardedMemory(byteCount: operand.data.byteCount)
      operand.data.withUnsafeBytes { place.bytes.copyMemory(from: $0) }
      return place
    }
    let place = GuardedMemory(byteCount: (memory ?? box).count * type.byteCount)
    let scratch = GuardedMemory(
      byteCount: kernel.sharedScratch + threads * kernel.scratchPerThread)
    // The guards around the bytes make every base address exist.
    let pointers = places.map { $0.bytes.baseAddress! }
    try pointers.withUnsafeBufferPointer { pointers in
      try withUnsafeTemporaryAllocation(of: UnsafeMutableRawPointer.self, capacity: 1) { none in
        try kernel.run(
          Invocation(
            operands: pointers.baseAddress ?? UnsafePointer(none.baseAddress!),
            result: place.bytes.baseAddress!, pool: pool, scratch: scratch.bytes.baseAddress!,
            of: kernel))
      }
    }
    for (index, (operand, memory)) in zip(operands, places).enumerated() {
      let isAsBefore = operand.data.withUnsafeBytes { $0.elementsEqual(memory.bytes) }
      precondition(isAsBefore && memory.isIntact, "\(op) wrote into operand \(index)")
    }
    precondition(place.isIntact && scratch.isIntact, "\(op) wrote beyond its memory")
    return place.array(type, (memory ?? box).extents)
  }
}

/// Memory full of NaN between two guards that show whether someone wrote there.
private final class GuardedMemory {
  private static let margin = 4096
  private let all: UnsafeMutableRawBufferPointer

  init(byteCount: Int) {
    all = .allocate(byteCount: byteCount + 2 * Self.margin, alignment: 64)
    all.initializeMemory(as: UInt8.self, repeating: 0xFF)
  }

  deinit { all.deallocate() }

  /// The memory between the guards.
  var bytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(rebasing: all[Self.margin..<all.count - Self.margin])
  }

  /// `true` iff the guards are as they were.
  var isIntact: Bool {
    all.prefix(Self.margin).allSatisfy { $0 == 0xFF }
      && all.suffix(Self.margin).allSatisfy { $0 == 0xFF }
  }

  /// Returns the elements in the memory.
  func array(_ type: ElementType, _ extents: [Int]) -> NDArray {
    var array = NDArray(uninitialized: type, extents)
    array.withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(bytes)) }
    return array
  }
}

extension PlacedArray {
  /// The type of the whole tensor.
  var type: TensorType { TensorType(elementType, extents) }
}
