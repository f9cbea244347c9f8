extension Contract: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let held = signature.operands.map(\.box)
    let reads = reads(signature.result.box, of: signature.operands.map(\.type))
    guard signature.isAll(.f32), !reads.contains(where: \.isEmpty) else { return nil }
    func dimensions(_ pairs: [[Int]], _ side: Int) -> [Int] { pairs.map { $0[side] } }
    let sides = [0, 1].map { side in
      ContractOperand(
        reads[side], of: held[side], batch: dimensions(batch, side),
        free: free(side, rank: held[side].rank), contracting: dimensions(contracting, side),
        isLeft: side == 0)
    }
    let (left, right) = (sides[0], sides[1])
    let (m, n, k) = (left.freeCount, right.freeCount, left.contractingCount)
    guard [m, n, k, left.stride, right.stride].allSatisfy({ $0 < BLASLibrary.maxExtent }) else {
      return nil
    }
    let batches = signature.result.box.count / (m * n)
    let parts = max(1, min((2 * signature.threads + batches - 1) / batches, m / 16))
    return Kernel(sharedScratch: left.packedByteCount + right.packedByteCount) { invocation in
      let shared: UnsafeMutablePointer<Float> = invocation.sharedScratch()
      let a = left.pack(invocation.operand(0), into: shared, invocation.pool)
      let b = right.pack(
        invocation.operand(1), into: shared + left.packedByteCount / 4, invocation.pool)
      let c: UnsafeMutablePointer<Float> = invocation.result()
      invocation.pool.parallel(batches * parts) { item, _ in
        let (batch, part) = (item / parts, item % parts)
        let rows = m * part / parts..<m * (part + 1) / parts
        let first = left.isTransposed ? rows.lowerBound : rows.lowerBound * left.stride
        BLASLibrary.multiply(
          m: rows.count, n: n, k: k,
          .init(
            a + left.batchOffsets[batch] + first, stride: left.stride,
            isTransposed: left.isTransposed),
          .init(
            b + right.batchOffsets[batch], stride: right.stride, isTransposed: right.isTransposed),
          into: c + (batch * m + rows.lowerBound) * n, stride: n)
      }
    }
  }
}
