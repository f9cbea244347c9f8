extension Tensor {
  /// Returns the softmax over one or more axes: exp(x) / Σ exp(x).
  public func softmax(
    axes: [Int], file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let axes = dimensions(axes, for: "softmax") else { return Tensor(builder, nil, type) }
      return .apply(Softmax(axes: axes), [self])
    }
  }

  /// Returns the softmax over one axis: exp(x) / Σ exp(x).
  public func softmax(
    axis: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    softmax(axes: [axis], file: file, line: line, column: column)
  }

  /// Returns the logarithm of the softmax over one axis.
  public func logSoftmax(
    axis: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    logSoftmax(axes: [axis], file: file, line: line, column: column)
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
