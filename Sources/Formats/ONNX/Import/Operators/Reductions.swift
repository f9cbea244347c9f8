import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that reduce or scan dimensions.
  static let reductions: [ONNXOperator] = sums + extremes + scans

  /// An operator that reduces axes: `body` gets the operand and its ascending dimensions, and
  /// returns them with extent 1. The axes are an operand from `version` on.
  private static func reduce(
    _ name: String, axesAreOperandFrom version: Int = 18,
    _ body: @escaping @Sendable (Tensor, [Int]) -> Tensor
  ) -> ONNXOperator {
    ONNXOperator(name) { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let given =
        call.version < version ? call.ints("axes") : try call.optionalIntegers(1)
      var dimensions = try call.dimensions(given ?? [], rank: x.rank).sorted()
      if dimensions.isEmpty && !call.flag("noop_with_empty_axes") {
        dimensions = Array(0..<x.rank)
      }
      let reduced = body(x, dimensions)
      if call.flag("keepdims", true) { return reduced }
      return reduced.viewed(
        x.extents.indices.filter { !dimensions.contains($0) }.map { x.extents[$0] })
    }
  }

  /// An operator that sums in f64 and converts back: integers too, which may have roots and means.
  private static func wide(
    _ name: String, _ body: @escaping @Sendable (Tensor, [Int]) -> Tensor
  ) -> ONNXOperator {
    reduce(name) { x, dimensions in
      let values = x.elementType.isFloatingPoint ? x : x.converted(to: .f64)
      return body(values, dimensions).converted(to: x.elementType)
    }
  }

  private static let sums: [ONNXOperator] = [
    reduce("ReduceSum", axesAreOperandFrom: 13) { x, dimensions in
      x.wideSum(dimensions).converted(to: x.elementType)
    },
    reduce("ReduceSumSquare") { x, dimensions in
      x.map("square").wideSum(dimensions).converted(to: x.elementType)
    },
    reduce("ReduceL1") { x, dimensions in
      x.map("abs").wideSum(dimensions).converted(to: x.elementType)
    },
    wide("ReduceMean") { x, dimensions in x.wideMean(dimensions) },
    wide("ReduceL2") { x, dimensions in x.map("square").wideSum(dimensions).map("sqrt") },
    wide("ReduceLogSum") { x, dimensions in x.wideSum(dimensions).map("log") },
    wide("ReduceLogSumExp") { x, dimensions in
      // Without the largest element no power overflows; where that is infinite there is none.
      let top = Tensor.apply(Reduce(function: .maximum, axes: dimensions), [x])
      let shift = select(top.abs().equal(to: .infinity), top.filled(with: 0), top)
      let powers = Tensor.zip("subtract", x, shift).map("exp")
      return .zip("add", powers.wideSum(dimensions).map("log"), shift.converted(to: .f64))
    },
  ]

  /// An operator that takes an extreme: for bools the logical sum or product.
  private static func extreme(
    _ name: String, _ function: Reduce.Function, _ logical: Reduce.Function
  ) -> ONNXOperator {
    reduce(name) { x, dimensions in
      .apply(Reduce(function: x.elementType == .bool ? logical : function, axes: dimensions), [x])
    }
  }

  /// An operator that finds an extreme's index.
  private static func index(_ name: String, _ function: ArgReduce.Function) -> ONNXOperator {
    ONNXOperator(name) { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let axis = try call.dimension(call.int("axis", 0), rank: x.rank)
      let op = ArgReduce(function: function, axis: axis, lastIndex: call.flag("select_last_index"))
      let result = Tensor.apply(op, [x])
      if call.flag("keepdims", true) { return result }
      return result.viewed(x.extents.indices.filter { $0 != axis }.map { x.extents[$0] })
    }
  }

  private static let extremes: [ONNXOperator] = [
    extreme("ReduceMax", .maximum, .or), extreme("ReduceMin", .minimum, .and),
    reduce("ReduceProd") { x, dimensions in
      .apply(Reduce(function: .product, axes: dimensions), [x])
    },
    index("ArgMax", .maximum), index("ArgMin", .minimum),
  ]

  private static let scans: [ONNXOperator] = [
    ONNXOperator("CumSum") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let axis = try call.axisOperand(1, rank: x.rank)
      return .apply(
        CumulativeSum(
          axis: axis, exclusive: call.flag("exclusive"), reverse: call.flag("reverse")), [x])
    },
    ONNXOperator("CumProd") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let axis = try call.axisOperand(1, rank: x.rank)
      let forward = call.flag("reverse") ? x.reversed(axis) : x
      let products = forward.cumulativeProduct(axis, exclusive: call.flag("exclusive"))
      return call.flag("reverse") ? products.reversed(axis) : products
    },
  ]
}

extension OperatorCall {
  /// Returns the dimension that an operand of one element names.
  fileprivate func axisOperand(_ position: Int, rank: Int) throws(Diagnostic) -> Int {
    let axes = try integers(position)
    if axes.count != 1 { throw Diagnostic("axis has \(axes.count) elements, expected 1") }
    return try dimension(axes[0], rank: rank)
  }
}

extension Tensor {
  /// Returns the elements from the last to the first along a dimension.
  fileprivate func reversed(_ axis: Int) -> Tensor {
    if extents[axis] == 0 { return self }
    var (start, step) = ([Int](repeating: 0, count: rank), [Int](repeating: 1, count: rank))
    start[axis] = extents[axis] - 1
    step[axis] = -1
    return .apply(Slice(start: start, count: extents, step: step), [self])
  }

  /// Returns the products of the prefixes along a dimension, without the element itself where
  /// exclusive: in ⌈log₂ n⌉ steps, each of which doubles the length of the products (Hillis and
  /// Steele, 1986).
  fileprivate func cumulativeProduct(_ axis: Int, exclusive: Bool) -> Tensor {
    var result = exclusive ? shifted(axis, by: 1) : self
    var length = 1
    while length < extents[axis] {
      result = .apply(Pointwise("multiply"), [result, result.shifted(axis, by: length)])
      length *= 2
    }
    return result
  }

  /// Returns the elements moved along a dimension, with ones before them.
  private func shifted(_ axis: Int, by count: Int) -> Tensor {
    var edges = [Edges](repeating: .none, count: rank)
    edges[axis] = Edges(count, -count)
    return .apply(
      Pad(edges: edges, interior: [Int](repeating: 0, count: rank), value: 1), [self])
  }
}
