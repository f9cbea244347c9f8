extension Tensor {
  /// Returns the transposed convolution of an image [N, C, S…]: [N, channels, S′…] with S′ =
  /// (S − 1) · stride − padding + (kernel − 1) · dilation + 1 + outputPadding.
  ///
  /// Creates `name.weight` [C, channels / groups, kernel…] and `name.bias` [channels], both uniform
  /// within ±1 / √(channels / groups · ∏ kernel) unless initialisers are given. Errors: groups that
  /// do not divide the channels, a result without elements.
  public func transposedConvolution(
    _ channels: Int, kernel: any PerDimension, stride: any PerDimension = 1,
    dilation: any PerDimension = 1, padding: Padding = .valid, outputPadding: any PerDimension = 0,
    groups: Int = 1, bias: Bool = true, weightInitializer: Initializer? = nil,
    biasInitializer: Initializer? = nil, name: String? = nil, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      let options = WindowOptions(
        size: kernel, stride: stride, dilation: dilation, padding: padding)
      guard
        let window = options.resolved(for: self, "transposed_convolution", isTransposed: true)
      else { return poisoned(channels) }
      if groups < 1 || channels < 1 || extents[1] % groups != 0 || channels % groups != 0 {
        return poisoned(
          channels,
          "transposed_convolution: \(groups) groups divide neither or only one of "
            + "\(extents[1]) input and \(channels) output channels of \(type)")
      }
      let weights = [extents[1], channels / groups] + window.size
      let fanIn = weights.dropFirst().reduce(1, *)
      let path = name ?? builder.names.fresh("transposed_convolution")
      let weight = weight("\(path).weight", weights, weightInitializer ?? .withinInverseRoot(fanIn))
      let bias =
        bias
        ? self.weight("\(path).bias", [channels], biasInitializer ?? .withinInverseRoot(fanIn))
        : nil
      return transposedConvolution(
        weight: weight, bias: bias, stride: stride, dilation: dilation, padding: padding,
        outputPadding: outputPadding, groups: groups, name: path)
    }
  }

  /// Returns the transposed convolution of an image [N, C, S…] with `weight` [C, O / groups, K…],
  /// plus `bias` [O]: [N, O, S′…].
  ///
  /// As a layer shares its weights with another. Errors: as the layer's, and weights that do not fit.
  public func transposedConvolution(
    weight: Tensor, bias: Tensor? = nil, stride: any PerDimension = 1,
    dilation: any PerDimension = 1, padding: Padding = .valid, outputPadding: any PerDimension = 0,
    groups: Int = 1, name: String? = nil, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [weight] + (bias.map { [$0] } ?? [])) {
      let options = WindowOptions(
        size: Array(weight.extents.dropFirst(2)), stride: stride, dilation: dilation,
        padding: padding)
      guard
        let window = options.resolved(for: self, "transposed_convolution", isTransposed: true)
      else { return poisoned() }
      guard let extra = outputPadding.values(rank - 2) else {
        return poisoned(
          nil,
          "transposed_convolution: output padding \(outputPadding) does not fit, expected "
            + "\(rank - 2) numbers")
      }
      let op = TransposedConvolution(
        stride: window.stride, dilation: window.dilation, padding: window.padding,
        outputPadding: extra, groups: groups)
      return Tensor.apply(op, [self, weight], name: name.map(builder.names.qualified))
        .addingPerChannel(bias)
    }
  }
}
