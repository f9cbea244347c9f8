import Frontend
import GraphIR

extension OperatorCall {
  /// Returns an image normalised by running statistics; where the node is of training by its own,
  /// with the new running statistics and its own ones.
  func batchNorm() throws(Diagnostic) -> [Tensor] {
    let x = try operand(0)
    if x.rank < 1 || (x.rank < 2 && !flag("spatial", true)) {
      throw Diagnostic("the image is \(x.type), expected [N, C, S…]")
    }
    // In versions before 9, where `spatial` is 0 each position has its own statistics.
    let axes = flag("spatial", true) || version >= 9 ? [min(1, x.rank - 1)] : Array(1..<x.rank)
    let epsilon = float("epsilon", 1e-5)
    var statistics: [Tensor] = []
    for position in 1...4 { statistics.append(try operand(position)) }
    let type = widest(statistics + [x])
    let (weight, bias) = (statistics[0].cast(to: type), statistics[1].cast(to: type))
    let (mean, variance) = (statistics[2].cast(to: type), statistics[3].cast(to: type))
    if !isTraining {
      return [
        x.normalized(
          mean: mean, variance: variance, epsilon, weight: weight, bias: bias, axes: axes)
      ]
    }
    let wide = x.cast(to: type)
    let others = (0..<x.rank).filter { !axes.contains($0) }
    if others.isEmpty {
      throw Diagnostic("the image is \(x.type), expected [N, C, S…] for training")
    }
    let y = wide.normalized(over: others, epsilon).scaled(by: weight, plus: bias, axes: axes)
    let (ownMean, ownVariance) = (wide.mean(axes: others), wide.variance(axes: others))
    let momentum = float("momentum", 0.9)
    func next(_ old: Tensor, _ new: Tensor) -> Tensor { old * momentum + new * (1 - momentum) }
    return [
      y.cast(to: x.elementType),
      next(mean, ownMean).cast(to: statistics[2].elementType),
      next(variance, ownVariance).cast(to: statistics[3].elementType),
      ownMean.cast(to: x.elementType), ownVariance.cast(to: x.elementType),
    ]
  }

  /// `true` iff a batch norm is in its training form, which each version says in another way.
  private var isTraining: Bool {
    if version >= 14 { return flag("training_mode") }
    if version >= 7 { return (1..<5).contains(where: asks(forResult:)) }
    return !flag("is_test")
  }

  /// Returns the widest type of tensors of floats, at least f32.
  private func widest(_ tensors: [Tensor]) -> ElementType {
    tensors.contains { $0.elementType == .f64 } ? .f64 : .f32
  }
}
