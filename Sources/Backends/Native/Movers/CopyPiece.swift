/// A box of a result that is filled, or copied from evenly spaced elements.
struct CopyPiece {
  /// Where the elements come from.
  enum Source {
    /// A memory, an offset, and the elements between neighbours along each dimension.
    case copy(memory: Int, start: Int, strides: [Int])
    /// The lowest bits of a number.
    case fill(UInt64)
  }

  /// The extents.
  let extents: [Int]
  /// Where the elements come from.
  let source: Source
  /// The elements from the start of the result's memory to the first one.
  let start: Int
  /// The elements between neighbours in the result.
  let strides: [Int]

  /// The box as a `gc_piece` for a result in some memory: a row lies together in the result, and the
  /// rows lie together in the operand where that has other rows.
  func arguments(to result: Int) -> [Int64] {
    let target = LoopSpace.Place(memory: 0, start: start, elementByteCount: 1, strides: strides)
    guard case .copy(let memory, let first, let sourceStrides) = source else {
      let space = LoopSpace(extents, [target, target])
      return pack(-1, result, space.extents, space.tensors)
    }
    let from = LoopSpace.Place(
      memory: memory, start: first, elementByteCount: 1, strides: sourceStrides)
    let space = LoopSpace(extents, [from, target])
    var (extents, tensors) = (space.extents, space.tensors)
    let last = extents.count - 1
    if abs(tensors[0].strides[last]) > 1,
      let row = extents.indices.dropLast().last(where: { abs(tensors[0].strides[$0]) == 1 })
    {
      extents.insert(extents.remove(at: row), at: last - 1)
      for index in tensors.indices {
        tensors[index].strides.insert(tensors[index].strides.remove(at: row), at: last - 1)
      }
    }
    return pack(memory, result, extents, tensors)
  }

  private func pack(
    _ memory: Int, _ result: Int, _ extents: [Int], _ tensors: [LoopSpace.Place]
  ) -> [Int64] {
    let from: Int64 =
      switch source {
      case .fill(let bits): Int64(bitPattern: bits)
      case .copy(_, let start, _): Int64(start)
      }
    return [Int64(extents.count), Int64(memory), from, Int64(result), Int64(start)]
      + (extents + tensors[0].strides + tensors[1].strides).map(Int64.init)
  }
}

extension NativeStep {
  /// The step that copies boxes, which do not overlap, into a result.
  static func copying(_ pieces: [CopyPiece], to result: TensorView) -> NativeStep {
    let type = "uint\(8 * result.elementType.byteCount)_t"
    let call = NativeCall(
      code: NativeCode(source: "#define GC_ELEMENT \(type)\n#include \"copy.h\"\n"),
      arguments: [Int64(pieces.count)] + pieces.flatMap { $0.arguments(to: result.memory) })
    return NativeStep(calls: [call])
  }
}
