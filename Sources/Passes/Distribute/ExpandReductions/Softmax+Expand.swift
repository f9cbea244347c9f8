import GraphIR

/// - softmax → exp(x − max) / Σ exp(x − max)
extension Softmax: SplitReduction {
  var reducedAxes: [Int] { axes }

  func expanded(_ x: Value, _ boxes: Distribution, _ rewriter: inout Rewriter) throws(Diagnostic)
    -> Value?
  {
    let parts = try rewriter.appendExponentials(of: x, axes, boxes)
    let sum = try rewriter.broadcast(parts.sum, over: boxes)
    return try rewriter.replace(
      with: Pointwise("divide"), [parts.exponentials, sum],
      roundedTo: rewriter.graph[x].type.elementType, boxes)
  }
}

/// - log_softmax → x − max − log Σ exp(x − max)
extension LogSoftmax: SplitReduction {
  var reducedAxes: [Int] { axes }

  func expanded(_ x: Value, _ boxes: Distribution, _ rewriter: inout Rewriter) throws(Diagnostic)
    -> Value?
  {
    let parts = try rewriter.appendExponentials(of: x, axes, boxes)
    let logarithm = try rewriter.append(
      Pointwise("log"), [parts.sum], placement: rewriter.graph[parts.sum].placement)
    let shift = try rewriter.broadcast(logarithm, over: boxes)
    return try rewriter.replace(
      with: Pointwise("subtract"), [parts.differences, shift],
      roundedTo: rewriter.graph[x].type.elementType, boxes)
  }
}

extension Rewriter {
  /// Adds x − max, exp(x − max) and Σ exp(x − max) in f64.
  fileprivate mutating func appendExponentials(
    of x: Value, _ axes: [Int], _ boxes: Distribution
  ) throws(Diagnostic) -> (differences: Value, exponentials: Value, sum: Value) {
    let placement = boxes.placement
    let largest = try append(boxes.steps(of: .maximum, over: axes), to: x)
    let shift = try widened(largest, placement: graph[largest].placement)
    let differences = try append(
      Pointwise("subtract"),
      [try widened(x, placement: placement), try broadcast(shift, over: boxes)],
      placement: placement)
    let exponentials = try append(Pointwise("exp"), [differences], placement: placement)
    let sum = try append(boxes.stepsOfSum(over: axes), to: exponentials)
    return (differences, exponentials, sum)
  }

  /// Adds the elements of a value as f64; the value itself where they are.
  private mutating func widened(_ value: Value, placement: Placement?) throws(Diagnostic) -> Value {
    if graph[value].type.elementType == .f64 { return value }
    return try append(Cast(to: .f64), [value], placement: placement)
  }

  /// Adds a function of f64 values in the given boxes, rounded to an element type, in place of the
  /// visited node.
  fileprivate mutating func replace(
    with function: Pointwise, _ operands: [Value], roundedTo type: ElementType,
    _ boxes: Distribution
  ) throws(Diagnostic) -> Value {
    if type == .f64 { return try replace(with: function, operands) }
    let result = try append(function, operands, placement: boxes.placement)
    return try replace(with: Cast(to: type), [result])
  }
}
