extension Pointwise: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard let row = ScalarFunction.named(function) else { return nil }
    let type = signature.result.type.elementType
    if type == .f32 {
      return Fused.body(of: self, operands: signature.operands.map(\.type))?
        .elementwiseKernel(signature)
    }
    if type == .f64, let value = row.float {
      let (p, q) = (parameters.first?.value ?? 0, parameters.dropFirst().first?.value ?? 0)
      return .mapping(signature, Double.self, Double.self) { value($0, $1, p, q) }
    }
    guard let value = row.integer, let integer = type.kernelInteger else { return nil }
    return kernel(signature, value, integer)
  }

  private func kernel<T: KernelInteger>(
    _ signature: Signature, _ value: @escaping ScalarFunction.IntegerValue, _: T.Type
  ) -> Kernel {
    let isUnsigned = signature.result.type.elementType.isUnsigned
    let (p, q) = (parameters.first?.value ?? 0, parameters.dropFirst().first?.value ?? 0)
    let bounds: [Int64] = NDArray(narrowing: [p, q], to: isUnsigned ? .u64 : .i64, [2]).widened()
    let (low, high) = (bounds[0], bounds[1])
    return .mapping(signature, T.self, T.self) { x, y in
      T(
        truncatingIfNeeded: value(
          Int64(truncatingIfNeeded: x), Int64(truncatingIfNeeded: y), low, high, isUnsigned))
    }
  }
}

extension Fused {
  /// A body with an op on as many inputs as it has operands.
  static func body(of op: any Op, operands: [TensorType]) -> Graph? {
    var graph = Graph(name: op.mnemonic)
    do throws(Diagnostic) {
      var inputs: [Value] = []
      for (index, type) in operands.enumerated() {
        inputs.append(try graph.append(Input(name: "\(index)", type: type)))
      }
      graph.output("result", try graph.append(op, inputs))
      return graph
    } catch {
      return nil
    }
  }
}
