extension Concatenate: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isWhole else { return nil }
    let size = signature.result.type.elementType.byteCount
    let behind = signature.result.extents[(axis + 1)...].reduce(size, *)
    let rows = signature.result.extents[..<axis].reduce(1, *)
    let lengths = signature.operands.map { $0.extents[axis] * behind }
    let total = lengths.reduce(0, +)
    let pieceLength = 1 << 18
    return Kernel { invocation in
      var start = 0
      for (operand, length) in lengths.enumerated() where length > 0 {
        let (source, target) = (invocation.operands[operand], invocation.result + start)
        let pieces = (length + pieceLength - 1) / pieceLength
        invocation.pool.parallel(rows * pieces) { item, _ in
          let (row, first) = (item / pieces, item % pieces * pieceLength)
          (target + row * total + first).copyMemory(
            from: source + row * length + first, byteCount: min(pieceLength, length - first))
        }
        start += length
      }
    }
  }
}
