import GraphIR

/// An op on the result of the step before, with the boxes of its own result.
struct ReductionStep {
  /// The op, which has one operand.
  let op: any Op
  /// The boxes of the result.
  let boxes: Distribution
}

extension Distribution {
  /// Returns the steps of a `reduce` over axes of a tensor with these boxes.
  func steps(of function: Reduce.Function, over axes: [Int]) -> [ReductionStep] {
    let cuts = axes.map { self.cuts(along: $0) }
    var parts = self
    for (axis, cuts) in zip(axes, cuts) {
      parts = parts.dividing(axis, into: AxisParts(between: cuts, extent: extents[axis]))
    }
    return [
      ReductionStep(op: PartialReduce(function: function, axes: axes, cuts: cuts), boxes: parts),
      ReductionStep(op: Reduce(function: function, axes: axes), boxes: collapsing(axes)),
    ]
  }

  /// Returns the steps of a `tree_sum` over axes of a tensor with these boxes.
  func stepsOfSum(over axes: [Int]) -> [ReductionStep] {
    var (boxes, steps) = (self, [ReductionStep]())
    for axis in axes {
      let (cuts, count) = (boxes.cuts(along: axis), boxes.extents[axis])
      let sum = boxes.collapsing([axis])
      if cuts.isEmpty {
        let before = steps.last?.op as? TreeSum
        if before != nil { steps.removeLast() }
        let axes = (before?.axes ?? []) + [axis]
        steps.append(ReductionStep(op: TreeSum(axes: axes), boxes: sum))
      } else {
        let roots = AxisParts(rootsBetween: cuts, extent: count)
        let parts = boxes.dividing(axis, into: roots)
        steps.append(ReductionStep(op: TreeRoots(axis: axis, cuts: cuts), boxes: parts))
        steps.append(
          ReductionStep(op: TreeJoin(axis: axis, count: count, cuts: cuts), boxes: sum))
      }
      boxes = sum
    }
    return steps
  }
}

extension Rewriter {
  /// Adds steps that begin with `value` and returns the result of the last.
  mutating func append(_ steps: some Sequence<ReductionStep>, to value: Value) throws(Diagnostic)
    -> Value
  {
    var result = value
    for step in steps {
      result = try append(step.op, [result], placement: step.boxes.placement)
    }
    return result
  }

  /// Adds steps that begin with `value`; the last stands in for the visited node.
  ///
  /// - Requires: there is a step.
  mutating func replace(with steps: [ReductionStep], of value: Value) throws(Diagnostic) -> Value {
    let operand = try append(steps.dropLast(), to: value)
    return try replace(with: steps[steps.count - 1].op, [operand])
  }

  /// Adds `value`, which has extent 1 along the reduced axes, repeated in the given boxes.
  mutating func broadcast(_ value: Value, over boxes: Distribution) throws(Diagnostic) -> Value {
    let axes = Array(graph[value].type.extents.indices)
    return try append(
      Broadcast(extents: boxes.extents, axes: axes), [value], placement: boxes.placement)
  }
}
