/// A copy of the elements of a space with two tensors, from the first to the second.
struct StridedCopy: Sendable {
  private let space: IterationSpace

  /// The copy of a space.
  init(_ space: IterationSpace) { self.space = space }

  /// The copy of a box between what is held around it in two places.
  init(_ box: Region, from source: Region, to target: Region) {
    space = IterationSpace(box, in: [source, target])
  }

  /// The number of elements.
  var count: Int { space.rowCount * space.rowLength }

  /// Copies.
  func run<T: BitwiseCopyable>(
    _ source: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>, _ pool: ThreadPool
  ) {
    let (from, to) = (space.rowStride(0), space.rowStride(1))
    space.parallel(pool, longest: 1 << 16) { rows, elements, _ in
      space.forEachRow(rows) { _, offsets in
        let (source, target) = (source + offsets[0], target + offsets[1])
        if from == 1 && to == 1 {
          (target + elements.lowerBound).update(
            from: source + elements.lowerBound, count: elements.count)
        } else {
          for i in elements { target[i &* to] = source[i &* from] }
        }
      }
    }
  }

  /// Copies elements of the given size in bytes.
  func run(
    _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, elementSize: Int,
    _ pool: ThreadPool
  ) {
    func run<T: BitwiseCopyable>(_: T.Type) {
      self.run(source.assumingMemoryBound(to: T.self), target.assumingMemoryBound(to: T.self), pool)
    }
    switch elementSize {
    case 1: run(UInt8.self)
    case 2: run(UInt16.self)
    case 4: run(UInt32.self)
    default: run(UInt64.self)
    }
  }
}

extension Kernel {
  /// The kernel that copies parts of operands to parts of the result, one after the other.
  static func copying(
    _ parts: [(operand: Int, copy: StridedCopy)], _ signature: Signature
  ) -> Kernel {
    let size = signature.result.type.elementType.byteCount
    return Kernel { invocation in
      for (operand, copy) in parts {
        copy.run(
          UnsafeRawPointer(invocation.operands[operand]), invocation.result, elementSize: size,
          invocation.pool)
      }
    }
  }
}
