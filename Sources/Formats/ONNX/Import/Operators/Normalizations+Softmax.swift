import Frontend
import GraphIR

extension ONNXOperator {
  /// Functions that make weights of scores.
  static let softmaxes: [ONNXOperator] = [
    ONNXOperator("Softmax") { (call) throws(Diagnostic) in
      try call.operand(0).softmax(axes: try call.softmaxAxes())
    },
    ONNXOperator("LogSoftmax") { (call) throws(Diagnostic) in
      try call.operand(0).logSoftmax(axes: try call.softmaxAxes())
    },
    ONNXOperator("Hardmax") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let axes = try call.softmaxAxes()
      // One dimension in place of those that count as one.
      let count = axes.reduce(1) { $0 * x.extents[$1] }
      let extents = x.extents[..<axes[0]] + [count] + x.extents[(axes[0] + axes.count)...]
      return x.reshape(Array(extents)).argMax(axis: axes[0])
        .oneHot(count, axis: axes[0], x.elementType).reshape(x.extents)
    },
  ]
}

extension OperatorCall {
  /// Returns the dimensions over which the weights sum to 1: before version 13, `axis` and all
  /// behind it.
  fileprivate func softmaxAxes() throws(Diagnostic) -> [Int] {
    let rank = try operand(0).rank
    let axis = try dimension(int("axis", version < 13 ? 1 : -1), rank: rank)
    return version < 13 ? Array(axis..<rank) : [axis]
  }

  /// Returns the tensor and what it keeps: all, but for training some at random, scaled so that the
  /// mean stays.
  func dropout() throws(Diagnostic) -> [Tensor] {
    let x = try operand(0)
    let maskType: ElementType = version < 10 ? x.elementType : .bool
    let ratio = try dropoutRatio()
    if ratio == 0 {
      return [x, constant(1, maskType).broadcast(to: x.extents)]
    }
    let mask = draw(TensorType(.bool, x.extents), .bernoulli, 1 - ratio, 0)
    let kept = ratio < 1 ? x * (1 / (1 - ratio)) : x
    return [select(mask, kept, x.filled(with: 0)), mask.cast(to: maskType)]
  }

  /// Returns the share of elements that are dropped.
  private func dropoutRatio() throws(Diagnostic) -> Double {
    let ratio: Double
    if version >= 12 {
      guard optional(2) != nil, try numbers(2).first != 0 else { return 0 }
      ratio = try optionalNumber(1) ?? 0.5
    } else {
      // Versions 7 to 11 are for inference only.
      ratio = version >= 7 || flag("is_test") ? 0 : float("ratio", 0.5)
    }
    if ratio >= 0 && ratio <= 1 { return ratio }
    throw Diagnostic("ratio is \(ratio), expected 0 ... 1")
  }
}
