import GraphIR

/// - arg_reduce → the first (or last) index of an element that equals the extreme; where the extreme
///   is NaN, of a NaN.
extension ArgReduce: SplitReduction {
  var reducedAxes: [Int] { [axis] }

  func expanded(_ x: Value, _ boxes: Distribution, _ rewriter: inout Rewriter) throws(Diagnostic)
    -> Value?
  {
    let placement = boxes.placement
    let isBest = try appendMask(x, boxes, &rewriter)
    let type = TensorType(.i64, boxes.extents)
    let index = try rewriter.append(Iota(type: type, axis: axis), placement: placement)
    // An index that loses against all others.
    let none = try rewriter.append(
      Constant(NDArray(narrowing: [Int64(lastIndex ? -1 : boxes.extents[axis])], to: .i64, [])))
    let losers = try rewriter.append(
      Broadcast(extents: boxes.extents, axes: []), [none], placement: placement)
    let candidates = try rewriter.append(Select(), [isBest, index, losers], placement: placement)
    return try rewriter.replace(
      with: boxes.steps(of: lastIndex ? .maximum : .minimum, over: [axis]), of: candidates)
  }

  /// Adds whether an element is as extreme as any.
  private func appendMask(
    _ x: Value, _ boxes: Distribution, _ rewriter: inout Rewriter
  ) throws(Diagnostic) -> Value {
    let type = rewriter.graph[x].type.elementType
    let steps = boxes.steps(of: type == .bool ? logicalFunction : extreme, over: [axis])
    let best = try rewriter.broadcast(try rewriter.append(steps, to: x), over: boxes)
    let isEqual = try rewriter.append(
      Compare(comparison: .equal), [x, best], placement: boxes.placement)
    if !type.isFloatingPoint { return isEqual }
    let isNaN = try rewriter.append(
      Compare(comparison: .notEqual), [x, x], placement: boxes.placement)
    return try rewriter.append(Pointwise("or"), [isEqual, isNaN], placement: boxes.placement)
  }

  /// The function that gives the extreme of numbers.
  private var extreme: Reduce.Function { function == .maximum ? .maximum : .minimum }

  /// The function that gives the extreme of bool.
  private var logicalFunction: Reduce.Function { function == .maximum ? .or : .and }
}
