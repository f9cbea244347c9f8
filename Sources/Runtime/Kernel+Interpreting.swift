extension Kernel {
  /// The kernel that calls the op's definition: piece by piece of the result, on all threads.
  public static func interpreting(_ op: any Op, _ signature: Signature) -> Kernel {
    let (types, result) = (signature.operands.map(\.type), signature.result)
    let pieces = DefinitionPieces.of(op, signature)
    return Kernel(interpretedOps: [AllOps.spelling(op)]) { invocation in
      let operands = signature.operands.enumerated().map { index, part in
        PlacedArray(
          part.rowMajorArray(invocation.operands[index]), at: part.box, of: part.type.extents)
      }
      let target = invocation.result
      invocation.pool.parallel(pieces.count) { index, _ in
        let piece = pieces[index]
        let held =
          pieces.count == 1
          ? operands
          : zip(operands, op.reads(piece, of: types)).map {
            PlacedArray($0.slice($1), at: $1, of: $0.extents)
          }
        let copy = BoxCopy(
          piece, from: BoxLayout(piece), to: BoxLayout(result.box, order: result.order),
          result.type)
        op.compute(held, over: piece, of: result.type).withUnsafeBytes { bytes in
          if let base = bytes.baseAddress { copy.run(base, target) }
        }
      }
    }
  }
}

extension Signature.Part {
  /// Returns the elements at `memory`, which are borrowed where they are in row-major order.
  fileprivate func rowMajorArray(_ memory: UnsafeMutableRawPointer) -> NDArray {
    if layout.isRowMajor {
      let bytes = UnsafeRawBufferPointer(
        start: memory, count: box.count * type.elementType.byteCount)
      return NDArray(type.elementType, extents, in: ArrayStorage(borrowing: bytes, from: nil))
    }
    let copy = BoxCopy(box, from: layout, to: BoxLayout(box), type)
    var array = NDArray(uninitialized: type.elementType, extents)
    array.withUnsafeMutableBytes { bytes in
      if let base = bytes.baseAddress { copy.run(memory, base) }
    }
    return array
  }
}
