extension Tensor {
  /// Returns for each element whether it equals the other's, as bool; extents broadcast.
  public func equal(
    to other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { compared(.equal, other) }
  }

  /// Returns for each element whether it equals a number, as bool.
  public func equal(
    to number: Double, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { compared(.equal, filled(with: number)) }
  }

  /// Returns for each element whether it differs from the other's, as bool; extents broadcast.
  public func notEqual(
    to other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { compared(.notEqual, other) }
  }

  /// Returns for each element whether it differs from a number, as bool.
  public func notEqual(
    to number: Double, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { compared(.notEqual, filled(with: number)) }
  }

  /// Returns for each element whether it is less than the other's, as bool; extents broadcast.
  public func less(
    than other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { compared(.less, other) }
  }

  /// Returns for each element whether it is less than a number, as bool.
  public func less(
    than number: Double, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { compared(.less, filled(with: number)) }
  }

  /// Returns for each element whether it is at most the other's, as bool; extents broadcast.
  public func lessOrEqual(
    to other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { compared(.lessOrEqual, other) }
  }

  /// Returns for each element whether it is at most a number, as bool.
  public func lessOrEqual(
    to number: Double, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { compared(.lessOrEqual, filled(with: number)) }
  }

  /// Returns for each element whether it is greater than the other's, as bool; extents broadcast.
  public func greater(
    than other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { compared(.greater, other) }
  }

  /// Returns for each element whether it is greater than a number, as bool.
  public func greater(
    than number: Double, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { compared(.greater, filled(with: number)) }
  }

  /// Returns for each element whether it is at least the other's, as bool; extents broadcast.
  public func greaterOrEqual(
    to other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { compared(.greaterOrEqual, other) }
  }

  /// Returns for each element whether it is at least a number, as bool.
  public func greaterOrEqual(
    to number: Double, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { compared(.greaterOrEqual, filled(with: number)) }
  }

  private func compared(_ relation: Compare.Relation, _ other: Tensor) -> Tensor {
    let result = Tensor.zip(Compare(comparison: relation), "compare", self, other)
    return Tensor(builder, result.value, TensorType(.bool, result.extents))
  }
}
