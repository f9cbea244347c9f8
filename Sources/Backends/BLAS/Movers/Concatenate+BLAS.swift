extension Concatenate: RimLeaving {
  func rimKernel(_ signature: Signature) -> Kernel? { kernel(signature) }

  func kernel(_ signature: Signature) -> Kernel? {
    let result = signature.result.box
    let reads = reads(result, of: signature.operands.map(\.type))
    var start = 0
    let parts = signature.operands.enumerated().compactMap {
      index, operand -> (operand: Int, copy: StridedCopy)? in
      defer { start += operand.type.extents[axis] }
      if reads[index].isEmpty { return nil }
      // Where the result lies, in the operand's coordinates.
      var target = signature.result.memory
      target[axis] = target[axis].lowerBound - start..<target[axis].upperBound - start
      return (index, StridedCopy(reads[index], from: operand.box, to: target))
    }
    return .copying(parts, signature)
  }
}
