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

extension Assemble: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let result = signature.result.box
    var parts: [(operand: Int, copy: StridedCopy)] = []
    var missing = [result]
    for (index, operand) in signature.operands.enumerated() {
      for box in missing.map({ $0.intersection(operand.box) }) where !box.isEmpty {
        parts.append((index, StridedCopy(box, from: operand.box, to: result)))
      }
      missing = missing.flatMap { $0.subtracting(operand.box) }
    }
    return .copying(parts, signature)
  }
}

extension Exchange: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let (operand, result) = (signature.operands[0].box, signature.result.box)
    let part = (0, StridedCopy(operand.intersection(result), from: operand, to: result))
    return operand.contains(result) ? .copying([part], signature) : nil
  }
}
