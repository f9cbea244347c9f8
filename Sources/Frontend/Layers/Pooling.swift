extension Tensor {
  /// Returns the largest element of each window over an image [N, C, S…].
  ///
  /// The stride is the window unless given; padding never wins. With `ceilMode` a last window that
  /// sticks out counts too. Errors: a window larger than the padded image.
  public func maxPool(
    _ window: any PerDimension, stride: (any PerDimension)? = nil,
    dilation: any PerDimension = 1, padding: Padding = .valid, ceilMode: Bool = false,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      let options = WindowOptions(
        size: window, stride: stride ?? window, dilation: dilation, padding: padding)
      guard let window = options.resolved(for: self, "max_pool") else { return poisoned() }
      let op = MaxPool(
        window: window.size, stride: window.stride, dilation: window.dilation,
        padding: window.padding, ceilMode: ceilMode)
      return .apply(op, [self])
    }
  }

  /// Returns the mean of each window over an image [N, C, S…].
  ///
  /// The stride is the window unless given. Padding counts as zeros, or with `countIncludePad`
  /// false not at all. Errors: a window larger than the padded image.
  public func averagePool(
    _ window: any PerDimension, stride: (any PerDimension)? = nil, padding: Padding = .valid,
    ceilMode: Bool = false, countIncludePad: Bool = true, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      let options = WindowOptions(size: window, stride: stride ?? window, padding: padding)
      guard let window = options.resolved(for: self, "average_pool") else { return poisoned() }
      let op = AveragePool(
        window: window.size, stride: window.stride, dilation: window.dilation,
        padding: window.padding, ceilMode: ceilMode, countIncludePad: countIncludePad)
      return .apply(op, [self])
    }
  }

  /// Returns the mean of each channel of an image: [N, C, 1…].
  public func globalAveragePool(
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      if rank < 3 { return failure("global_average_pool: \(type) has no spatial dimension") }
      return mean(axes: Array(2..<rank), keepDimensions: true)
    }
  }

  /// Returns the largest element of each channel of an image: [N, C, 1…].
  public func globalMaxPool(
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      if rank < 3 { return failure("global_max_pool: \(type) has no spatial dimension") }
      return max(axes: Array(2..<rank), keepDimensions: true)
    }
  }

  /// Returns the means of `extents` windows that cover an image [N, C, S…]: window i of m along an
  /// extent n spans ⌊i·n/m⌋ ..< ⌈(i + 1)·n/m⌉ (as PyTorch).
  public func adaptiveAveragePool(
    _ extents: any PerDimension, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      adapted(extents, "adaptive_average_pool") { $0.mean(axes: [$1], keepDimensions: true) }
    }
  }

  /// Returns the largest elements of `extents` windows that cover an image [N, C, S…], spaced as
  /// those of `adaptiveAveragePool`.
  public func adaptiveMaxPool(
    _ extents: any PerDimension, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      adapted(extents, "adaptive_max_pool") { $0.max(axes: [$1], keepDimensions: true) }
    }
  }

  /// Returns the image with each spatial dimension reduced, one after the other, window by window.
  private func adapted(
    _ target: any PerDimension, _ function: String, _ reduce: (Tensor, Int) -> Tensor
  ) -> Tensor {
    guard rank > 2, let target = target.values(rank - 2), target.allSatisfy({ $0 >= 1 }) else {
      return failure(
        "\(function): \(target) does not fit \(type), expected a positive number for "
          + "each spatial dimension")
    }
    var result = self
    for (dimension, count) in Swift.zip(2..<rank, target) where count != extents[dimension] {
      let extent = extents[dimension]
      let windows = (0..<count).map { window in
        let end = ((window + 1) * extent + count - 1) / count
        return reduce(result.part(dimension, window * extent / count, end), dimension)
      }
      result = .apply(Concatenate(axis: dimension), windows)
    }
    return result
  }

  /// Returns the elements from `start` to before `end` along one dimension.
  func part(_ dimension: Int, _ start: Int, _ end: Int) -> Tensor {
    if start == 0 && end == extents[dimension] { return self }
    var (starts, counts) = ([Int](repeating: 0, count: rank), extents)
    starts[dimension] = start
    counts[dimension] = end - start
    let step = [Int](repeating: 1, count: rank)
    return .apply(
      Slice(start: starts, count: counts, step: step), [self],
      presuming: TensorType(elementType, counts))
  }
}
