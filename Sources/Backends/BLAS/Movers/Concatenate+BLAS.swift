extension Concatenate: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let result = signature.result.box
    let reads = reads(result, of: signature.operands.map(\.type))
    var start = 0
    let parts = signature.operands.enumerated().compactMap {
      index, operand -> (operand: Int, copy: StridedCopy)? in
      defer { start += operand.type.extents[axis] }
      if reads[index].isEmpty { return nil }
      // What the operand and the result hold, in the operand's coordinates.
      var target = result
      target[axis] = result[axis].lowerBound - start..<result[axis].upperBound - start
      return (index, StridedCopy(reads[index], from: operand.box, to: target))
    }
    return .copying(parts, signature)
  }
}
