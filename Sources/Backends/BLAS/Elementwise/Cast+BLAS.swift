extension Cast: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let type = signature.operands[0].type.elementType
    if let float = type.kernelFloat { return fromFloat(signature, float) }
    if type == .u64 && elementType.isFloatingPoint { return nil }
    return type.kernelInteger.flatMap { fromInteger(signature, $0) }
  }

  private func fromFloat<X: KernelFloat>(_ signature: Signature, _: X.Type) -> Kernel? {
    if elementType == .bool {
      return .mapping(signature, X.self, UInt8.self) { x, _ in x != 0 ? 1 : 0 }
    }
    if elementType == .f32 { return .mapping(signature, X.self, Float.self) { x, _ in Float(x) } }
    if elementType == .f64 { return .mapping(signature, X.self, Double.self) { x, _ in Double(x) } }
    return elementType.kernelInteger.map { floatToInteger(signature, X.self, $0) }
  }

  private func floatToInteger<X: KernelFloat, Y: KernelInteger>(
    _ signature: Signature, _: X.Type, _: Y.Type
  ) -> Kernel {
    .mapping(signature, X.self, Y.self) { x, _ in
      // The upper bound is a power of two, or rounds up to one.
      x.isNaN ? 0 : x <= X(Y.min) ? Y.min : x >= X(Y.max) ? Y.max : Y(x)
    }
  }

  private func fromInteger<X: KernelInteger>(_ signature: Signature, _: X.Type) -> Kernel? {
    if elementType == .bool {
      return .mapping(signature, X.self, UInt8.self) { x, _ in x != 0 ? 1 : 0 }
    }
    if elementType == .f32 { return .mapping(signature, X.self, Float.self) { x, _ in Float(x) } }
    if elementType == .f64 { return .mapping(signature, X.self, Double.self) { x, _ in Double(x) } }
    return elementType.kernelInteger.map { integerToInteger(signature, X.self, $0) }
  }

  private func integerToInteger<X: KernelInteger, Y: KernelInteger>(
    _ signature: Signature, _: X.Type, _: Y.Type
  ) -> Kernel {
    .mapping(signature, X.self, Y.self) { x, _ in Y(truncatingIfNeeded: x) }
  }
}
