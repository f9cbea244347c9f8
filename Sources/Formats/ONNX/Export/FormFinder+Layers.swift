import GraphIR
import NDArrays

extension FormFinder {
  /// Convolutions and linear maps with their bias.
  func layers(_ value: Value) -> [Form] {
    guard graph[value].type.elementType.isFloatingPoint,
      let terms = operands("add", value), let bias = repeated(terms[1])
    else { return [] }
    let product = graph[terms[0]]
    let operands = product.operands + [bias]
    guard let kernel = product.operands.last.map({ graph[$0].type.extents }) else { return [] }
    switch product.op {
    case let op as Convolution where op.isStandard:
      return [Form("Conv", operands, op.attributes(Array(kernel.dropFirst(2))))]
    case let op as TransposedConvolution where op.isStandard:
      return [Form("ConvTranspose", operands, op.attributes(Array(kernel.dropFirst(2))))]
    case let op as Contract where op == Contract(contracting: [[1, 1]]):
      return [Form("Gemm", operands, [.int("transB", 1)])]
    case let op as Contract where op == Contract(contracting: [[1, 0]]):
      return [Form("Gemm", operands)]
    default: return []
    }
  }

  /// Normalisations with their scale and shift.
  func normalizations(_ value: Value) -> [Form] {
    guard let terms = operands("add", value), let shift = repeated(terms[1]),
      let factors = operands("multiply", terms[0]), let scale = repeated(factors[1])
    else { return [] }
    return batchNorm(factors[0], scale, shift) + statistics(factors[0], scale, shift)
  }

  /// (x − mean) / √(variance + epsilon) · weight + bias with running statistics, as the layer
  /// writes it: with a scale and a shift that are computed first.
  private func batchNorm(_ x: Value, _ scale: Value, _ shift: Value) -> [Form] {
    guard let scales = operands("multiply", scale), let shifts = operands("add", shift),
      let root = operands("rsqrt", scales[0]), let sum = operands("add", root[0]),
      let epsilon = number(sum[1]), let negated = operands("negate", shifts[1]),
      let means = operands("multiply", negated[0])
    else { return [] }
    return [
      Form(
        "BatchNormalization", [x, scales[1], shifts[0], means[0], sum[0]],
        [.float("epsilon", epsilon)])
    ]
  }

  /// Normalisations by the statistics of the operand itself.
  private func statistics(_ normalized: Value, _ scale: Value, _ shift: Value) -> [Form] {
    let inner = find(Reshape.self, normalized)?.operands[0] ?? normalized
    guard let factors = operands("multiply", inner),
      let deviations = operands("subtract", factors[0]), let spread = repeated(factors[1]),
      let root = operands("rsqrt", uncast(spread)), let sum = operands("add", root[0]),
      let epsilon = number(sum[1])
    else { return [] }
    let x = deviations[0]
    if inner != normalized {
      guard let image = find(Reshape.self, x)?.operands[0] else { return [] }
      return [
        Form(
          "GroupNormalization", [image, scale, shift],
          [.float("epsilon", epsilon), .int("num_groups", graph[x].type.extents[1])])
      ]
    }
    let axis = graph[x].type.rank - graph[scale].type.rank
    return [
      Form("InstanceNormalization", [x, scale, shift], [.float("epsilon", epsilon)]),
      Form(
        "LayerNormalization", [x, scale, shift],
        [.int("axis", axis), .float("epsilon", epsilon)]),
    ]
  }
}
