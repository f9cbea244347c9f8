extension Tensor {
  /// The most elements in a block of a sum.
  private static let blockCount = 4096

  /// Returns the sums over ascending dimensions, which remain with extent 1: in f64 for floats, in
  /// the same type for integers.
  ///
  /// The same bits result on every mesh: blocks of at most 4,096 elements, which fill the summed
  /// dimensions from the last one outward, are summed in row-major order, and their sums by a fixed
  /// tree. A block has extent 1 along all other dimensions.
  package func wideSum(_ dimensions: [Int]) -> Tensor {
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
  package func wideMean(_ dimensions: [Int]) -> Tensor {
    let count = dimensions.reduce(1) { $0 * extents[$1] }
    let sum = wideSum(dimensions)
    return .apply(Pointwise("divide"), [sum, sum.filled(with: Double(count))])
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
}
