extension Tensor {
  /// Returns the last dimension mapped by a learned matrix: [..., features].
  ///
  /// Creates `name.weight` [features, inputs] and `name.bias` [features], both uniform within
  /// ±1 / √inputs unless initialisers are given.
  public func linear(
    _ features: Int, bias: Bool = true, weightInitializer: Initializer? = nil,
    biasInitializer: Initializer? = nil, name: String? = nil, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let inputs = extents.last else {
        return failure("linear: \(type) has no dimension, expected [..., inputs]")
      }
      let path = name ?? builder.names.fresh("linear")
      let weight = weight(
        "\(path).weight", [features, inputs], weightInitializer ?? .withinInverseRoot(inputs))
      let bias =
        bias
        ? self.weight("\(path).bias", [features], biasInitializer ?? .withinInverseRoot(inputs))
        : nil
      return linear(weight: weight, bias: bias, name: path)
    }
  }

  /// Returns the last dimension mapped by `weight` [features, inputs], plus `bias` [features].
  public func linear(
    weight: Tensor, bias: Tensor? = nil, name: String? = nil, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [weight] + (bias.map { [$0] } ?? [])) {
      let target = extents.dropLast() + weight.extents.prefix(1)
      let product = Tensor.apply(
        Contract(contracting: [[rank - 1, 1]]), [self, weight],
        name: name.map(builder.names.qualified),
        presuming: TensorType(elementType, Array(target)))
      guard let bias else { return product }
      return .apply(Pointwise("add"), [product, bias.broadcast(to: product.extents)])
    }
  }

  /// Returns the matrix products of two tensors [..., M, K] and [..., K, N]: [..., M, N]; dimensions
  /// in front broadcast.
  public func matmul(
    _ other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) {
      if rank < 2 || other.rank < 2 {
        return failure("matmul: \(type) times \(other.type), expected two dimensions or more")
      }
      let (a, b) = (extents.dropLast(2), other.extents.dropLast(2))
      let batch = Swift.max(a.count, b.count)
      let (x, y) = (
        [Int](repeating: 1, count: batch - a.count) + a,
        [Int](repeating: 1, count: batch - b.count) + b
      )
      if Swift.zip(x, y).contains(where: { $0 != $1 && $0 != 1 && $1 != 1 }) {
        return failure("matmul: \(type) times \(other.type): the matrices' counts do not broadcast")
      }
      let common = Swift.zip(x, y).map { $0 == 1 ? $1 : $0 }
      let left = broadcast(to: common + extents.suffix(2))
      let right = other.broadcast(to: common + other.extents.suffix(2))
      return .apply(
        Contract(
          batch: (0..<batch).map { [$0, $0] }, contracting: [[batch + 1, batch]]),
        [left, right],
        presuming: TensorType(
          elementType, common + [extents[rank - 2], other.extents[other.rank - 1]]))
    }
  }
}
