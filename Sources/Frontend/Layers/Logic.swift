extension Tensor {
  /// Returns the conjunction of the elements (of the bits of integers) of two tensors; extents broadcast.
  public func and(
    _ other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { Tensor.zip("and", self, other) }
  }

  /// Returns the disjunction of the elements (of the bits of integers) of two tensors; extents broadcast.
  public func or(
    _ other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { Tensor.zip("or", self, other) }
  }

  /// Returns the exclusive or of the elements (of the bits of integers) of two tensors; extents broadcast.
  public func xor(
    _ other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { Tensor.zip("xor", self, other) }
  }

  /// Returns for each bool its negation.
  public func not(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("not") }
  }

  /// Returns the larger of the elements of two tensors, NaN where one is; extents broadcast.
  public func maximum(
    _ other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { Tensor.zip("maximum", self, other) }
  }

  /// Returns the smaller of the elements of two tensors, NaN where one is; extents broadcast.
  public func minimum(
    _ other: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [other]) { Tensor.zip("minimum", self, other) }
  }

  /// Returns each element, cut to `low` … `high`.
  public func clamp(
    _ low: Double = -.infinity, _ high: Double = .infinity, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { map("clamp", [Scalar(low), Scalar(high)]) }
  }

  /// Returns each element to the power of the other's; extents broadcast.
  public func power(
    _ exponent: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [exponent]) { Tensor.zip("power", self, exponent) }
  }

  /// Returns each element to a power.
  public func power(
    _ exponent: Double, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { Tensor.zip("power", self, filled(with: exponent)) }
  }

  /// Returns the remainder of each element divided by the other's, with the divisor's sign; extents
  /// broadcast.
  public func remainder(
    _ divisor: Tensor, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [divisor]) { Tensor.zip("remainder", self, divisor) }
  }

  /// Returns the elements converted to another type.
  ///
  /// Floats become integers by rounding toward zero, cut to the range; anything but 0 becomes true.
  public func cast(
    to elementType: ElementType, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { converted(to: elementType) }
  }

  /// Returns the elements converted to another type; the tensor itself where it has that.
  package func converted(to elementType: ElementType) -> Tensor {
    if elementType == self.elementType { return self }
    return .apply(Cast(to: elementType), [self], presuming: TensorType(elementType, extents))
  }
}

/// Returns the elements of `first` where the condition is true, else those of `second`; extents
/// broadcast.
///
/// Errors: a condition that is not bool, two element types.
public func select(
  _ condition: Tensor, _ first: Tensor, _ second: Tensor, file: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  condition.at(file, line, column, with: [first, second]) {
    guard let (a, b) = Tensor.broadcast(first, second, for: "select"),
      let (test, _) = Tensor.broadcast(condition, a, for: "select")
    else { return Tensor(first.builder, nil, first.type) }
    let extents = test.extents
    return .apply(
      Select(), [test, a.broadcast(to: extents), b.broadcast(to: extents)], presuming: a.type)
  }
}
