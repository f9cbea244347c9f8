import BLASBackend
import NativeBackend
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

  /// Whose code it is.
  var source = KernelSource.blas
  /// `true` iff the channels of images lie together.
  var isChannelsLast = false

  /// The code; nil where there is none, or the op refuses the operands.
  var kernel: Kernel? {
    get throws {
      let signature = Signature(
        op, zip(operands.map(\.type), operands.map(\.box)), over: box, memory: memory,
        threads: threads, isChannelsLast: isChannelsLast)
      return try signature.flatMap { try source.kernel(op, $0) }
    }
  }

  /// Returns the memory of the result behind what is computed; nil where there is no code.
  ///
  /// All other memory is full of NaN, and that around the operands and the result stays as it is.
  func result() throws -> NDArray? {
    guard let kernel = try kernel, let type = try? op.resultType(operands.map(\.type)) else {
      return nil
    }
    let pool = ThreadPool(threads: threads)
    let places = operands.map { operand in
      let place = GuardedMemory(byteCount: operand.data.byteCount)
      place.fill(operand.data, layout(operand.box, operand.type))
      return place
    }
    let held = layout(memory ?? box, type)
    let place = GuardedMemory(byteCount: held.box.count * type.elementType.byteCount)
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
      let data = memory.array(operand.elementType, layout(operand.box, operand.type))
      let isAsBefore = data.withUnsafeBytes { bytes in
        operand.data.withUnsafeBytes { $0.elementsEqual(bytes) }
      }
      precondition(isAsBefore && memory.isIntact, "\(op) wrote into operand \(index)")
    }
    precondition(place.isIntact && scratch.isIntact, "\(op) wrote beyond its memory")
    return place.array(type.elementType, held)
  }

  private func layout(_ box: Region, _ type: TensorType) -> BoxLayout {
    BoxLayout(box, order: type.order(isChannelsLast: isChannelsLast))
  }
}

extension Signature {
  /// The signature of a step on operands that are held in boxes; nil where the op refuses them.
  init?(
    _ op: any Op, _ operands: some Sequence<(TensorType, Region)>, over box: Region,
    memory: Region? = nil, threads: Int, isChannelsLast: Bool = false
  ) {
    guard let type = try? op.resultType(operands.map(\.0)) else { return nil }
    self.init(
      operands: operands.map {
        Part($0, $1, order: $0.order(isChannelsLast: isChannelsLast))
      },
      result: Part(type, box, memory: memory, order: type.order(isChannelsLast: isChannelsLast)),
      threads: threads)
  }
}

extension TensorType {
  /// The order in which the dimensions of an operand or result lie.
  fileprivate func order(isChannelsLast: Bool) -> [Int] {
    isChannelsLast && rank >= 3 ? BoxLayout.channelsLast(rank: rank) : Array(0..<rank)
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

  /// Puts the elements of an array where they lie.
  func fill(_ array: NDArray, _ layout: BoxLayout) {
    let copy = BoxCopy(
      layout.box, from: BoxLayout(layout.box), to: layout,
      elementByteCount: array.elementType.byteCount)
    array.withUnsafeBytes { source in
      if let source = source.baseAddress, let target = bytes.baseAddress {
        copy.run(source, target)
      }
    }
  }

  /// Returns the elements in the memory.
  func array(_ type: ElementType, _ layout: BoxLayout) -> NDArray {
    var array = NDArray(uninitialized: type, layout.box.extents)
    let copy = BoxCopy(
      layout.box, from: layout, to: BoxLayout(layout.box), elementByteCount: type.byteCount)
    array.withUnsafeMutableBytes { target in
      if let target = target.baseAddress, let source = bytes.baseAddress {
        copy.run(UnsafeRawPointer(source), target)
      }
    }
    return array
  }
}

extension PlacedArray {
  /// The type of the whole tensor.
  var type: TensorType { TensorType(elementType, extents) }
}
