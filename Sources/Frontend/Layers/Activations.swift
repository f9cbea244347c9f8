extension Tensor {
  /// Returns max(x, 0) of each element.
  public func relu(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("relu") }
  }

  /// Returns each element, times `alpha` where it is negative.
  public func leakyReLU(
    _ alpha: Double = 0.01, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map("leaky_relu", [Scalar(alpha)]) }
  }

  /// Returns each element of an image [N, C, S…], times a learned slope where it is negative (He et
  /// al., 2015).
  ///
  /// Creates `name.weight`, [C] or, unless `perChannel`, [1], with the value 0.25 at first.
  public func prelu(
    perChannel: Bool = true, name: String? = nil, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      if rank < 2 { return failure("prelu: \(type) has no channels, expected [N, C, S…]") }
      let path = name ?? builder.names.fresh("prelu")
      let slope = weight("\(path).weight", [perChannel ? extents[1] : 1], .constant(value: 0.25))
      return prelu(slope)
    }
  }

  /// Returns each element of an image [N, C, S…], times `slope` ([C] or [1]) where it is negative.
  public func prelu(
    _ slope: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [slope]) {
      .apply(Pointwise("prelu"), [self, self.perChannel(slope)])
    }
  }

  /// Returns each element, or alpha · (exp(x) − 1) where it is negative (Clevert et al., 2016).
  public func elu(
    _ alpha: Double = 1, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map("elu", [Scalar(alpha)]) }
  }

  /// Returns each element, or alpha · (exp(x / alpha) − 1) where it is negative.
  public func celu(
    _ alpha: Double = 1, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map("celu", [Scalar(alpha)]) }
  }

  /// Returns the scaled ELU of each element (Klambauer et al., 2017).
  public func selu(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("selu") }
  }

  /// Returns x · Φ(x) of each element, or its approximation by tanh (Hendrycks and Gimpel, 2016).
  public func gelu(
    approximate: Bool = false, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map(approximate ? "gelu_tanh" : "gelu") }
  }

  /// Returns x · sigmoid(x) of each element.
  public func silu(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("silu") }
  }

  /// Returns x · tanh(softplus(x)) of each element.
  public func mish(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("mish") }
  }

  /// Returns 1 / (1 + exp(−x)) of each element.
  public func sigmoid(
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map("sigmoid") }
  }

  /// Returns alpha · x + beta of each element, cut to 0 … 1; the plain values are PyTorch's.
  public func hardSigmoid(
    alpha: Double = 1.0 / 6, beta: Double = 0.5, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map("hard_sigmoid", [Scalar(alpha), Scalar(beta)]) }
  }

  /// Returns x · hardSigmoid(x) of each element.
  public func hardSwish(
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map("hard_swish") }
  }

  /// Returns log(1 + exp(x)) of each element.
  public func softplus(
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map("softplus") }
  }

  /// Returns x / (1 + |x|) of each element.
  public func softsign(
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map("softsign") }
  }

  /// Returns each element that is greater than `alpha`, else 0.
  public func thresholdedReLU(
    _ alpha: Double = 1, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map("thresholded_relu", [Scalar(alpha)]) }
  }

  /// Returns the hyperbolic tangent of each element.
  public func tanh(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("tanh") }
  }
}
