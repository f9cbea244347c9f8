extension Tensor {
  /// Returns the cross-correlation of an image [N, C, S…] with a learned kernel for each of
  /// `channels` output channels: [N, channels, S′…], in any number of spatial dimensions.
  ///
  ///     x.convolution(64, kernel: 3, stride: 2, padding: 1, bias: false, name: "conv1")
  ///
  /// Creates `name.weight` [channels, C / groups, kernel…] and `name.bias` [channels], both uniform
  /// within ±1 / √fan-in unless initialisers are given. `kernel`, `stride` and `dilation` are a
  /// number or an array with one for each spatial dimension. Errors: groups that do not divide the
  /// channels, a kernel larger than the padded image.
  public func convolution(
    _ channels: Int, kernel: any PerDimension, stride: any PerDimension = 1,
    dilation: any PerDimension = 1, padding: Padding = .valid, groups: Int = 1, bias: Bool = true,
    weightInitializer: Initializer? = nil, biasInitializer: Initializer? = nil,
    name: String? = nil, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      let options = WindowOptions(
        size: kernel, stride: stride, dilation: dilation, padding: padding)
      guard let window = options.resolved(for: self, "convolution") else {
        return poisoned(channels)
      }
      if groups < 1 || channels < 1 || extents[1] % groups != 0 || channels % groups != 0 {
        return poisoned(
          channels,
          "convolution: \(groups) groups divide neither or only one of \(extents[1]) "
            + "input and \(channels) output channels of \(type)")
      }
      let weights = [channels, extents[1] / groups] + window.size
      let fanIn = weights.dropFirst().reduce(1, *)
      let path = name ?? builder.names.fresh("convolution")
      let weight = weight("\(path).weight", weights, weightInitializer ?? .withinInverseRoot(fanIn))
      let bias =
        bias
        ? self.weight("\(path).bias", [channels], biasInitializer ?? .withinInverseRoot(fanIn))
        : nil
      return convolution(
        weight: weight, bias: bias, stride: stride, dilation: dilation, padding: padding,
        groups: groups, name: path)
    }
  }

  /// Returns the cross-correlation of an image [N, C, S…] with `weight` [O, C / groups, K…], plus
  /// `bias` [O]: [N, O, S′…].
  ///
  /// As a layer shares its weights with another. Errors: as the layer's, and weights that do not fit.
  public func convolution(
    weight: Tensor, bias: Tensor? = nil, stride: any PerDimension = 1,
    dilation: any PerDimension = 1, padding: Padding = .valid, groups: Int = 1,
    name: String? = nil, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [weight] + (bias.map { [$0] } ?? [])) {
      let options = WindowOptions(
        size: Array(weight.extents.dropFirst(2)), stride: stride, dilation: dilation,
        padding: padding)
      guard let window = options.resolved(for: self, "convolution") else { return poisoned() }
      let op = Convolution(
        stride: window.stride, dilation: window.dilation, padding: window.padding, groups: groups)
      return Tensor.apply(op, [self, weight], name: name.map(builder.names.qualified))
        .addingPerChannel(bias)
    }
  }
}

extension Tensor {
  /// Returns a new parameter of this element type.
  func weight(_ name: String, _ extents: [Int], _ initializer: Initializer) -> Tensor {
    builder.parameter(name, TensorType(elementType, extents), initializer)
  }

  /// Returns a tensor without a value where an image with other channels would have been; records
  /// `message`.
  func poisoned(_ channels: Int? = nil, _ message: String? = nil) -> Tensor {
    var extents = extents
    if let channels, rank > 1 { extents[1] = channels }
    if let message { builder.report(Diagnostic(message)) }
    return Tensor(builder, nil, TensorType(elementType, extents))
  }

  /// Returns an array with an entry for each channel, repeated over an image [N, C, S…].
  func perChannel(_ values: Tensor) -> Tensor { values.broadcast(to: extents, axes: [1]) }

  /// Returns an image plus a number for each channel.
  func addingPerChannel(_ bias: Tensor?) -> Tensor {
    // Without an image there is nothing to add to, and nothing more to report.
    guard let bias, value != nil else { return self }
    return .apply(Pointwise("add"), [self, perChannel(bias)])
  }
}

extension Initializer {
  /// Uniform within ±1 / √fan-in: what PyTorch's Kaiming rule with a = √5 comes to.
  static func withinInverseRoot(_ fanIn: Int) -> Initializer {
    let bound = 1 / Double(max(fanIn, 1)).squareRoot()
    return .uniform(low: Scalar(-bound), high: Scalar(bound))
  }
}
