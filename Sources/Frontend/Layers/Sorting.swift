extension Tensor {
  /// Returns the indices along an axis in the order of its elements, as i64.
  ///
  /// Of equal elements the lower index comes first; NaN is larger than any number.
  public func argSort(
    axis: Int = -1, descending: Bool = false, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let axis = dimension(axis, for: "arg_sort") else {
        return Tensor(builder, nil, TensorType(.i64, extents))
      }
      return .apply(ArgSort(axis: axis, descending: descending), [self])
    }
  }

  /// Returns the elements along an axis in ascending or descending order.
  public func sorted(
    axis: Int = -1, descending: Bool = false, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      gatherElements(argSort(axis: axis, descending: descending), axis: axis)
    }
  }

  /// Returns the largest (or smallest) elements along an axis, in order, and their indices as i64.
  ///
  /// Of equal elements the lower index comes first; NaN is larger than any number. Errors: a count
  /// that is negative or larger than the axis.
  public func topK(
    _ count: Int, axis: Int = -1, largest: Bool = true, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> (values: Tensor, indices: Tensor) {
    at(file, line, column) {
      let poison = (self.poisoned(), Tensor(builder, nil, TensorType(.i64, extents)))
      guard let axis = dimension(axis, for: "top_k") else { return poison }
      if !(0...extents[axis]).contains(count) {
        _ = failure("top_k: \(count) elements of \(type) along axis \(axis), expected at most all")
        return poison
      }
      let indices = argSort(axis: axis, descending: largest).slice(axis: axis, 0..<count)
      return (gatherElements(indices, axis: axis), indices)
    }
  }
}
