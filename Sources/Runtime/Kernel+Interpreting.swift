extension Kernel {
  /// The kernel that calls the op's definition, on one thread.
  public static func interpreting(_ op: any Op, _ signature: Signature) -> Kernel {
    Kernel(interpretedOps: [AllOps.spelling(op)]) { invocation in
      let operands = signature.operands.enumerated().map { index, part in
        PlacedArray(
          part.rowMajorArray(invocation.operands[index]), at: part.box, of: part.type.extents)
      }
      let result = op.compute(
        operands, over: signature.result.box, of: signature.result.type)
      let part = signature.result
      let copy = BoxCopy(
        part.box, from: BoxLayout(part.box), to: BoxLayout(part.box, order: part.order), part.type)
      result.withUnsafeBytes { bytes in
        if let base = bytes.baseAddress { copy.run(base, invocation.result) }
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
