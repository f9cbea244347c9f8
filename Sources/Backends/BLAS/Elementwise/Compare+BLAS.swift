extension Compare: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let type = signature.operands[0].type.elementType
    if let float = type.kernelFloat { return kernel(signature, float) }
    return type.kernelInteger.map { kernel(signature, $0) }
  }

  private func kernel<T: Comparable & BitwiseCopyable & Sendable>(
    _ signature: Signature, _: T.Type
  ) -> Kernel {
    switch comparison {
    case .equal: .mapping(signature, T.self, UInt8.self) { $0 == $1 ? 1 : 0 }
    case .notEqual: .mapping(signature, T.self, UInt8.self) { $0 != $1 ? 1 : 0 }
    case .less: .mapping(signature, T.self, UInt8.self) { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: .mapping(signature, T.self, UInt8.self) { $0 <= $1 ? 1 : 0 }
    case .greater: .mapping(signature, T.self, UInt8.self) { $0 > $1 ? 1 : 0 }
    case .greaterOrEqual: .mapping(signature, T.self, UInt8.self) { $0 >= $1 ? 1 : 0 }
    }
  }
}

extension Select: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    switch signature.result.type.elementType.byteCount {
    case 1: return kernel(signature, UInt8.self)
    case 2: return kernel(signature, UInt16.self)
    case 4: return kernel(signature, UInt32.self)
    default: return kernel(signature, UInt64.self)
    }
  }

  private func kernel<T: KernelInteger>(_ signature: Signature, _: T.Type) -> Kernel {
    let space = signature.elements
    let steps = (0..<3).map(space.rowStride)
    return Kernel { invocation in
      let condition: UnsafePointer<UInt8> = invocation.operand(0)
      let (a, b): (UnsafePointer<T>, UnsafePointer<T>) = (
        invocation.operand(1), invocation.operand(2)
      )
      let result: UnsafeMutablePointer<T> = invocation.result()
      let (conditionStep, aStep, bStep) = (steps[0], steps[1], steps[2])
      space.parallel(invocation.pool, longest: 8192) { rows, elements, _ in
        space.forEachRow(rows) { _, offsets in
          let (condition, target) = (condition + offsets[0], result + offsets[3])
          let (a, b) = (a + offsets[1], b + offsets[2])
          if conditionStep == 1 && aStep == 1 && bStep == 1 {
            for i in elements { target[i] = condition[i] != 0 ? a[i] : b[i] }
          } else {
            for i in elements {
              target[i] = condition[i &* conditionStep] != 0 ? a[i &* aStep] : b[i &* bStep]
            }
          }
        }
      }
    }
  }
}
