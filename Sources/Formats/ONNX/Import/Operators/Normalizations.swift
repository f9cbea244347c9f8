import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Normalizations by statistics, softmax and dropout.
  static let normalizations: [ONNXOperator] =
    softmaxes + [
      ONNXOperator("BatchNormalization") { (call) throws(Diagnostic) in try call.batchNorm() },
      ONNXOperator("InstanceNormalization") { (call) throws(Diagnostic) in try call.instanceNorm()
      },
      ONNXOperator("LayerNormalization") { (call) throws(Diagnostic) in try call.layerNorm() },
      ONNXOperator("GroupNormalization") { (call) throws(Diagnostic) in try call.groupNorm() },
      ONNXOperator("RMSNormalization") { (call) throws(Diagnostic) in
        let (x, scale) = (try call.operand(0), try call.operand(1))
        let axes = try call.trailingAxes(of: x)
        let wide = x.widened
        let normalized = wide * wide.inverseRootMeanSquare(axes, call.float("epsilon", 1e-5))
        return try call.scaled(normalized, by: scale, plus: nil).cast(to: scale.elementType)
      },
      ONNXOperator("LpNormalization") { (call) throws(Diagnostic) in
        let x = try call.operand(0)
        let axis = try call.dimension(call.int("axis", -1), rank: x.rank)
        let norm = try call.powerNorm(of: x.widened) { $0.sum(axes: [axis], keepDimensions: true) }
        let divisor = select(norm.equal(to: 0), norm.filled(with: 1), norm)
        return (x.widened / divisor).cast(to: x.elementType)
      },
      ONNXOperator("MeanVarianceNormalization") { (call) throws(Diagnostic) in
        let x = try call.operand(0)
        let axes = try call.dimensions(call.ints("axes") ?? [0, 2, 3], rank: x.rank)
        let wide = x.widened
        let deviations = wide - wide.mean(axes: axes, keepDimensions: true)
        let deviation = deviations.square().mean(axes: axes, keepDimensions: true).sqrt()
        return (deviations / (deviation + 1e-9)).cast(to: x.elementType)
      },
      ONNXOperator("LRN") { (call) throws(Diagnostic) in try call.localResponseNorm() },
      ONNXOperator("Dropout", results: { (call) throws(Diagnostic) in try call.dropout() }),
    ]
}

extension OperatorCall {
  /// Returns the dimensions from the attribute `axis` on.
  fileprivate func trailingAxes(of x: Tensor) throws(Diagnostic) -> [Int] {
    Array(try dimension(int("axis", -1), rank: x.rank)..<x.rank)
  }

  /// Returns a tensor times a scale plus a bias, which broadcast to it.
  fileprivate func scaled(_ x: Tensor, by scale: Tensor, plus bias: Tensor?) throws(Diagnostic)
    -> Tensor
  {
    for operand in [scale] + (bias.map { [$0] } ?? []) where operand.rank > x.rank {
      throw Diagnostic("scale or bias is \(operand.type), expected what broadcasts to \(x.type)")
    }
    let scaled = x * scale.cast(to: x.elementType).expanded(to: x.extents)
    return bias.map { scaled + $0.cast(to: x.elementType).expanded(to: x.extents) } ?? scaled
  }

  /// Returns the tensor normalised over its last dimensions, the means and the inverse deviations.
  fileprivate func layerNorm() throws(Diagnostic) -> [Tensor] {
    let x = try operand(0)
    let axes = try trailingAxes(of: x)
    let epsilon = float("epsilon", 1e-5)
    let stash = try elementType("stash_type") ?? .f32
    if !stash.isFloatingPoint {
      throw Diagnostic("stash_type is \(stash.rawValue), expected a float")
    }
    let wide = x.widened
    let y = try scaled(wide.normalized(over: axes, epsilon), by: operand(1), plus: optional(2))
    let mean = wide.mean(axes: axes, keepDimensions: true)
    let variance = wide.variance(axes: axes, keepDimensions: true)
    return [
      y.cast(to: x.elementType), mean.cast(to: stash), (variance + epsilon).rsqrt().cast(to: stash),
    ]
  }

  /// Returns an image with each group of channels of each sample normalised.
  fileprivate func groupNorm() throws(Diagnostic) -> Tensor {
    let (x, scale, bias) = (try operand(0), try operand(1), try operand(2))
    let groups = int("num_groups", 0)
    if x.rank < 2 || groups < 1 || x.extents[1] % groups != 0 {
      throw Diagnostic(
        "num_groups is \(groups), expected a number that divides C of [N, C, S…], "
          + "which is \(x.type)")
    }
    let parts = [x.extents[0], groups, x.extents[1] / groups] + x.extents.dropFirst(2)
    var y = x.widened.reshape(parts)
      .normalized(over: Array(2..<parts.count), float("epsilon", 1e-5))
    if version < 21 { y = y.scaled(by: scale, plus: bias, axes: [1]) }
    y = y.reshape(x.extents)
    if version >= 21 { y = y.scaled(by: scale, plus: bias, axes: [1]) }
    return y.cast(to: x.elementType)
  }

  /// Returns each element divided by a power of the sum of squares over neighbouring channels.
  fileprivate func localResponseNorm() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    let size = int("size", 0)
    if x.rank < 2 || !(1..<1 << 31).contains(size) {
      throw Diagnostic("size is \(size), expected a positive number of channels of [N, C, S…]")
    }
    // The channels become a spatial dimension, for the mean over a window is what is asked for.
    let spatial = x.rank - 1
    func along(_ first: Int) -> [Int] { [first] + [Int](repeating: 1, count: spatial - 1) }
    let padding = Edges((size - 1) / 2, size - 1 - (size - 1) / 2)
    let pool = AveragePool(
      window: along(size), stride: along(1), dilation: along(1),
      padding: [padding] + [Edges](repeating: .none, count: spatial - 1), countIncludePad: true)
    let squares = x.widened.square().reshape([x.extents[0], 1] + x.extents.dropFirst())
    let means = Tensor.apply(pool, [squares]).reshape(x.extents)
    let divisor = (means * float("alpha", 1e-4) + float("bias", 1)).power(float("beta", 0.75))
    return (x.widened / divisor).cast(to: x.elementType)
  }
}

extension Tensor {
  /// Returns the tensor times a scale plus a bias, whose dimensions are `axes`.
  func scaled(by scale: Tensor, plus bias: Tensor, axes: [Int]) -> Tensor {
    self * scale.cast(to: elementType).broadcast(to: extents, axes: axes)
      + bias.cast(to: elementType).broadcast(to: extents, axes: axes)
  }
}
