extension Compare: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isAligned else { return nil }
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
    guard signature.isAligned else { return nil }
    switch signature.result.type.elementType.byteCount {
    case 1: return kernel(signature, UInt8.self)
    case 2: return kernel(signature, UInt16.self)
    case 4: return kernel(signature, UInt32.self)
    default: return kernel(signature, UInt64.self)
    }
  }

  private func kernel<T: KernelInteger>(_ signature: Signature, _: T.Type) -> Kernel {
    let count = signature.result.box.count
    return Kernel { invocation in
      let condition: UnsafePointer<UInt8> = invocation.operand(0)
      let (a, b): (UnsafePointer<T>, UnsafePointer<T>) = (
        invocation.operand(1), invocation.operand(2)
      )
      let result: UnsafeMutablePointer<T> = invocation.result()
      invocation.pool.parallel(count, grain: 8192) { range, _ in
        for i in range { result[i] = condition[i] != 0 ? a[i] : b[i] }
      }
    }
  }
}
