extension Tensor {
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
  func reduced(
    _ axes: [Int]?, _ isKept: Bool, _ function: String, _ body: ([Int]) -> Tensor
  ) -> Tensor {
    guard let dimensions = dimensions(axes ?? Array(0..<rank), for: function) else {
      return Tensor(builder, nil, type)
    }
    return body(dimensions).dropping(dimensions, unless: isKept)
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
}
