import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Losses of classifications.
  static let losses: [ONNXOperator] = [
    ONNXOperator("NegativeLogLikelihoodLoss") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      return try call.logLikelihoodLoss(of: x.widened).cast(to: x.elementType)
    },
    ONNXOperator(
      "SoftmaxCrossEntropyLoss",
      results: { (call) throws(Diagnostic) in
        let x = try call.operand(0)
        let logarithms = x.widened.logSoftmax(axis: 1)
        let loss = try call.logLikelihoodLoss(of: logarithms)
        return [loss.cast(to: x.elementType), logarithms.cast(to: x.elementType)]
      }),
  ]
}

extension OperatorCall {
  /// Returns the negative logarithm of each label's probability, weighted by class: for each
  /// position, or their sum or mean.
  ///
  /// The operands are logarithms [N, C, S…], labels [N, S…] and weights [C].
  fileprivate func logLikelihoodLoss(of logarithms: Tensor) throws(Diagnostic) -> Tensor {
    let labels = try operand(1)
    if logarithms.rank < 2
      || labels.extents != [logarithms.extents[0]] + logarithms.extents.dropFirst(2)
      || !logarithms.elementType.isFloatingPoint
    {
      throw Diagnostic(
        "scores are \(logarithms.type) and labels \(labels.type), expected floats [N, C, S…] and "
          + "integers [N, S…]")
    }
    var isLabel = labels.oneHot(logarithms.extents[1], axis: 1, .bool)
    if let ignored = int("ignore_index") {
      let counts = labels.unsqueeze(axis: 1).notEqual(to: Double(ignored))
      isLabel = Tensor.zip("and", isLabel, counts)
    }
    let zero = constant(0, logarithms.elementType)
    var losses = -logarithms
    var weights: Tensor?
    if let given = optional(2) {
      let perClass = given.cast(to: logarithms.elementType)
        .broadcast(to: logarithms.extents, axes: [1])
      weights = perClass
      losses = losses * perClass
    } else if int("ignore_index") != nil {
      weights = constant(1, logarithms.elementType)
    }
    // What is not the label is left out, also where it is no number.
    let chosen = select(isLabel, losses, zero).sum(axes: [1])
    switch try choice("reduction", "mean", ["none": 0, "sum": 1, "mean": 2]) {
    case 0: return chosen
    case 1: return chosen.sum()
    default:
      guard let weights else { return chosen.mean() }
      return chosen.sum() / select(isLabel, weights, zero).sum()
    }
  }
}
