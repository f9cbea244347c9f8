extension Tensor {
  /// The most elements in a block of a sum.
  private static let blockCount = 4096

  /// Returns the sums over ascending dimensions, which remain with extent 1: in f64 for floats, in
  /// the same type for integers.
  ///
  /// The same bits result on every mesh: blocks of at most 4,096 elements, which fill the summed
  /// dimensions from the last one outward, are summed in row-major order, and their sums by a fixed
  /// tree. A block has extent 1 along all other dimensions.
  func wideSum(_ dimensions: [Int]) -> Tensor {
    var block = [Int](repeating: 1, count: rank)
    var room = Self.blockCount
    for dimension in dimensions.reversed() {
      block[dimension] = Swift.max(Swift.min(extents[dimension], room), 1)
      room /= block[dimension]
    }
    return .apply(
      TreeSum(axes: dimensions), [.apply(BlockSum(block: block), [self])],
      presuming: TensorType(elementType, reducedExtents(dimensions)))
  }

  /// Returns the means over ascending dimensions, which remain with extent 1, in f64.
  func wideMean(_ dimensions: [Int]) -> Tensor {
    let count = dimensions.reduce(1) { $0 * extents[$1] }
    let sum = wideSum(dimensions)
    return .apply(Pointwise("divide"), [sum, sum.filled(with: Double(count))])
  }

  /// Returns the extents with 1 in place of those of `dimensions`.
  func reducedExtents(_ dimensions: [Int]) -> [Int] {
    extents.enumerated().map { dimensions.contains($0) ? 1 : $1 }
  }

  /// Returns the tensor without `dimensions` of extent 1, unless they are kept.
  func dropping(_ dimensions: [Int], unless isKept: Bool) -> Tensor {
    if isKept || dimensions.isEmpty { return self }
    let rest = extents.enumerated().filter { !dimensions.contains($0.offset) }.map(\.element)
    return .apply(Reshape(extents: rest), [self], presuming: TensorType(elementType, rest))
  }

  /// Returns what `body` makes of the dimensions that `axes` name (all where nil), without them
  /// unless they are kept.
  private func reduced(
    _ axes: [Int]?, _ isKept: Bool, _ function: String, _ body: ([Int]) -> Tensor
  ) -> Tensor {
    guard let dimensions = dimensions(axes ?? Array(0..<rank), for: function) else {
      return Tensor(builder, nil, type)
    }
    return body(dimensions).dropping(dimensions, unless: isKept)
  }

  /// Returns the sums over some axes (all where none are given), rounded once from f64.
  ///
  /// Errors: axes that do not exist, bool elements. (How it is summed: the same bits on every mesh,
  /// in blocks of at most 4,096 elements, then by a fixed tree.)
  public func sum(
    axes: [Int]? = nil, keepDimensions: Bool = false, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      reduced(axes, keepDimensions, "sum") { wideSum($0).converted(to: elementType) }
    }
  }

  /// Returns the means over some axes (all where none are given), rounded once from f64.
  ///
  /// Errors: axes that do not exist, elements that are not floats.
  public func mean(
    axes: [Int]? = nil, keepDimensions: Bool = false, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard requireFloats("mean") else { return Tensor(builder, nil, type) }
      return reduced(axes, keepDimensions, "mean") { wideMean($0).converted(to: elementType) }
    }
  }

  /// Returns the variances over some axes (all where none are given): the mean of squared
  /// deviations from the mean; with a correction, their sum divided by count − correction.
  ///
  /// Errors: axes that do not exist, elements that are not floats.
  public func variance(
    axes: [Int]? = nil, correction: Int = 0, keepDimensions: Bool = false,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard requireFloats("variance") else { return Tensor(builder, nil, type) }
      return reduced(axes, keepDimensions, "variance") { dimensions in
        let count = dimensions.reduce(1) { $0 * extents[$1] }
        let squares = deviations(dimensions).map("square").wideSum(dimensions)
        let divisor = squares.filled(with: Double(Swift.max(count - correction, 0)))
        return Tensor.apply(Pointwise("divide"), [squares, divisor]).converted(to: elementType)
      }
    }
  }

  /// Returns the differences from the means over ascending dimensions.
  func deviations(_ dimensions: [Int]) -> Tensor {
    let mean = wideMean(dimensions).converted(to: elementType)
    return .apply(Pointwise("subtract"), [self, mean.broadcast(to: extents)])
  }

  /// `true` iff the elements are floats; records a diagnostic where not.
  func requireFloats(_ function: String) -> Bool {
    if elementType.isFloatingPoint { return true }
    _ = failure("\(function): \(type) does not have floats, expected a cast to them")
    return false
  }

  /// Returns the largest elements over some axes (all where none are given); NaN wins.
  public func max(
    axes: [Int]? = nil, keepDimensions: Bool = false, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) { reduced(.maximum, axes, keepDimensions) }
  }

  /// Returns the smallest elements over some axes (all where none are given); NaN wins.
  public func min(
    axes: [Int]? = nil, keepDimensions: Bool = false, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) { reduced(.minimum, axes, keepDimensions) }
  }

  /// Returns the products of the elements over some axes (all where none are given).
  public func product(
    axes: [Int]? = nil, keepDimensions: Bool = false, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) { reduced(.product, axes, keepDimensions) }
  }

  private func reduced(_ function: Reduce.Function, _ axes: [Int]?, _ isKept: Bool) -> Tensor {
    reduced(axes, isKept, function.rawValue) { dimensions in
      .apply(
        Reduce(function: function, axes: dimensions), [self],
        presuming: TensorType(elementType, reducedExtents(dimensions)))
    }
  }

  /// Returns the index along an axis of the largest element, as i64; the smallest index on ties.
  public func argMax(
    axis: Int, keepDimensions: Bool = false, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) { extremeIndex(.maximum, axis, keepDimensions) }
  }

  /// Returns the index along an axis of the smallest element, as i64; the smallest index on ties.
  public func argMin(
    axis: Int, keepDimensions: Bool = false, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) { extremeIndex(.minimum, axis, keepDimensions) }
  }

  private func extremeIndex(_ function: ArgReduce.Function, _ axis: Int, _ isKept: Bool) -> Tensor {
    reduced([axis], isKept, "arg_reduce") { dimensions in
      .apply(
        ArgReduce(function: function, axis: dimensions[0]), [self],
        presuming: TensorType(.i64, reducedExtents(dimensions)))
    }
  }

  /// Returns the sums of the prefixes along an axis, of the suffixes in reverse; exclusive without
  /// the element itself.
  public func cumulativeSum(
    axis: Int, exclusive: Bool = false, reverse: Bool = false, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let axis = dimension(axis, for: "cumulative_sum") else {
        return Tensor(builder, nil, type)
      }
      return .apply(CumulativeSum(axis: axis, exclusive: exclusive, reverse: reverse), [self])
    }
  }

  /// Returns the softmax over one or more axes: exp(x) / Σ exp(x).
  public func softmax(
    axes: [Int], file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let axes = dimensions(axes, for: "softmax") else { return Tensor(builder, nil, type) }
      return .apply(Softmax(axes: axes), [self])
    }
  }

  /// Returns the logarithm of the softmax over one or more axes.
  public func logSoftmax(
    axes: [Int], file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let axes = dimensions(axes, for: "log_softmax") else {
        return Tensor(builder, nil, type)
      }
      return .apply(LogSoftmax(axes: axes), [self])
    }
  }
}
