extension Tensor {
  /// Returns an image [N, C, S…], each channel normalised by running statistics:
  /// (x − running_mean) / √(running_var + epsilon) · weight + bias (Ioffe and Szegedy, 2015).
  ///
  /// This is the form for inference. Creates `name.weight` (ones), `name.bias` (zeros) unless
  /// `affine` is false, and the state `name.running_mean` (zeros), `name.running_var` (ones), each
  /// [C].
  public func batchNorm(
    epsilon: Double = 1e-5, affine: Bool = true, name: String? = nil, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard requireImage("batch_norm") else { return poisoned() }
      let path = name ?? builder.names.fresh("batch_norm")
      let channels = [extents[1]]
      let weight = affine ? weight("\(path).weight", channels, .ones) : nil
      let bias = affine ? self.weight("\(path).bias", channels, .zeros) : nil
      let mean = self.weight("\(path).running_mean", channels, .zeros)
      let variance = self.weight("\(path).running_var", channels, .ones)
      return normalized(
        mean: mean, variance: variance, epsilon, weight: weight, bias: bias, axes: [1])
    }
  }

  /// Returns an image [N, C, S…], each channel of each sample normalised by its own mean and
  /// variance over the positions, then scaled (Ulyanov et al., 2016).
  ///
  /// Creates `name.weight` (ones) and `name.bias` (zeros), each [C], unless `affine` is false.
  public func instanceNorm(
    epsilon: Double = 1e-5, affine: Bool = true, name: String? = nil, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard requireImage("instance_norm") else { return poisoned() }
      let path = name ?? builder.names.fresh("instance_norm")
      return normalized(over: Array(2..<rank), epsilon).affine(affine, path, axes: [1])
    }
  }

  /// Returns an image [N, C, S…], each group of channels of each sample normalised by its own mean
  /// and variance, then scaled (Wu and He, 2018).
  ///
  /// Creates `name.weight` (ones) and `name.bias` (zeros), each [C], unless `affine` is false.
  /// Errors: groups that do not divide the channels.
  public func groupNorm(
    groups: Int, epsilon: Double = 1e-5, affine: Bool = true, name: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard requireImage("group_norm") else { return poisoned() }
      if groups < 1 || extents[1] % groups != 0 {
        return failure("group_norm: \(groups) groups do not divide the \(extents[1]) channels")
      }
      let path = name ?? builder.names.fresh("group_norm")
      let parts = [extents[0], groups, extents[1] / groups] + extents.dropFirst(2)
      let normalized = Tensor.apply(Reshape(extents: parts), [self])
        .normalized(over: Array(2..<parts.count), epsilon)
      return Tensor.apply(Reshape(extents: extents), [normalized], presuming: type)
        .affine(affine, path, axes: [1])
    }
  }

  /// Returns the tensor normalised by mean and variance over some axes, the last one where none are
  /// given, then scaled (Ba et al., 2016).
  ///
  /// Creates `name.weight` (ones) and `name.bias` (zeros), with the extents of the axes, unless
  /// `affine` is false. `axes: [1]` normalises each position of an image over its channels.
  public func layerNorm(
    axes: [Int] = [-1], epsilon: Double = 1e-5, affine: Bool = true, name: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard requireFloats("layer_norm"), let axes = dimensions(axes, for: "layer_norm") else {
        return poisoned()
      }
      let path = name ?? builder.names.fresh("layer_norm")
      return normalized(over: axes, epsilon).affine(affine, path, axes: axes)
    }
  }

  /// Returns the tensor divided by the root of its mean square over some axes, the last one where
  /// none are given, then scaled (Zhang and Sennrich, 2019).
  ///
  /// Creates `name.weight` (ones) with the extents of the axes, unless `affine` is false.
  public func rmsNorm(
    axes: [Int] = [-1], epsilon: Double = 1e-6, affine: Bool = true, name: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard requireFloats("rms_norm"), let axes = dimensions(axes, for: "rms_norm") else {
        return poisoned()
      }
      let path = name ?? builder.names.fresh("rms_norm")
      let scaled = times(inverseRootMeanSquare(axes, epsilon))
      if !affine { return scaled }
      let weight = weight("\(path).weight", axes.map { extents[$0] }, .ones)
      return scaled.times(weight.broadcast(to: extents, axes: axes))
    }
  }
}

extension Tensor {
  /// `true` iff this is an image of floats; records a diagnostic where not.
  private func requireImage(_ function: String) -> Bool {
    if !requireFloats(function) { return false }
    if rank > 2 { return true }
    _ = failure("\(function): the image \(type) has no spatial dimension, expected [N, C, S…]")
    return false
  }

  /// Returns (x − mean) / √(variance + epsilon) · weight + bias with statistics that are known: x
  /// times a scale plus a shift, which extend along ascending dimensions.
  ///
  /// - Requires: the statistics, weight and bias have one element type.
  package func normalized(
    mean: Tensor, variance: Tensor, _ epsilon: Double, weight: Tensor?, bias: Tensor?, axes: [Int]
  ) -> Tensor {
    var scale = variance.plus(epsilon).map("rsqrt")
    if let weight { scale = scale.times(weight) }
    var shift = mean.times(scale).map("negate")
    if let bias { shift = .apply(Pointwise("add"), [bias, shift]) }
    let scaled = times(scale.converted(to: elementType).broadcast(to: extents, axes: axes))
    let shifts = shift.converted(to: elementType).broadcast(to: extents, axes: axes)
    return .apply(Pointwise("add"), [scaled, shifts])
  }

  /// Returns (x − mean) / √(variance + epsilon) with statistics over ascending dimensions.
  ///
  /// The variance is the mean of squared deviations, a second pass; both are f64, then rounded.
  package func normalized(over dimensions: [Int], _ epsilon: Double) -> Tensor {
    let deviations = deviations(dimensions)
    return deviations.times(deviations.inverseRootMeanSquare(dimensions, epsilon))
  }

  /// Returns 1 / √(mean of x² + epsilon) over ascending dimensions, repeated to the extents.
  package func inverseRootMeanSquare(_ dimensions: [Int], _ epsilon: Double) -> Tensor {
    map("square").wideMean(dimensions).plus(epsilon).map("rsqrt").converted(to: elementType)
      .broadcast(to: extents)
  }

  /// Returns the tensor times a new weight plus a new bias, which extend along ascending
  /// dimensions.
  private func affine(_ isAffine: Bool, _ path: String, axes: [Int]) -> Tensor {
    if !isAffine { return self }
    let weight = weight("\(path).weight", axes.map { extents[$0] }, .ones)
    let bias = self.weight("\(path).bias", axes.map { extents[$0] }, .zeros)
    let scaled = times(weight.broadcast(to: extents, axes: axes))
    return .apply(Pointwise("add"), [scaled, bias.broadcast(to: extents, axes: axes)])
  }

  /// Returns the product with a tensor of equal extents.
  func times(_ other: Tensor) -> Tensor { .apply(Pointwise("multiply"), [self, other]) }

  /// Returns each element plus a number.
  func plus(_ number: Double) -> Tensor { .apply(Pointwise("add"), [self, filled(with: number)]) }
}
