extension Kernel {
  /// The kernel that calls the op's definition, on one thread.
  public static func interpreting(_ op: any Op, _ signature: Signature) -> Kernel {
    Kernel(interpretedOps: [AllOps.spelling(op)]) { invocation in
      let operands = signature.operands.enumerated().map { index, part in
        let bytes = UnsafeRawBufferPointer(
          start: invocation.operands[index],
          count: part.box.count * part.type.elementType.byteCount)
        let array = NDArray(
          part.type.elementType, part.extents, in: ArrayStorage(borrowing: bytes, from: nil))
        return PlacedArray(array, at: part.box, of: part.type.extents)
      }
      let result = op.compute(
        operands, over: signature.result.box, of: signature.result.type)
      result.withUnsafeBytes { bytes in
        if let base = bytes.baseAddress {
          invocation.result.copyMemory(from: base, byteCount: bytes.count)
        }
      }
    }
  }
}
