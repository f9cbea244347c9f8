extension Tensor {
  /// Returns the same elements in row-major order with other extents; one of them may be −1, which
  /// is what remains.
  ///
  /// Errors: another number of elements.
  public func reshape(
    _ extents: [Int], file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      var target = extents
      if let free = extents.firstIndex(of: -1) {
        let rest = extents.enumerated().reduce(1) { $1.offset == free ? $0 : $0 * $1.element }
        target[free] = rest > 0 ? type.count / rest : 0
      }
      return .apply(
        Reshape(extents: target), [self], presuming: TensorType(elementType, target))
    }
  }

  /// Returns the tensor with its dimensions in another order: dimension i of the result is dimension
  /// `permutation[i]` here.
  public func transpose(
    _ permutation: [Int], file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      let order = permutation.map { $0 < 0 ? $0 + rank : $0 }
      return .apply(Transpose(permutation: order), [self])
    }
  }

  /// Returns the tensor with two dimensions exchanged.
  public func swapAxes(
    _ first: Int, _ second: Int, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let a = dimension(first, for: "swap_axes"), let b = dimension(second, for: "swap_axes")
      else { return poisoned() }
      var order = Array(0..<rank)
      order.swapAt(a, b)
      return .apply(Transpose(permutation: order), [self])
    }
  }

  /// Returns the tensor without some dimensions, all of extent 1 where none are given.
  ///
  /// Errors: a dimension of another extent than 1.
  public func squeeze(
    axes: [Int]? = nil, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      let all = (0..<rank).filter { extents[$0] == 1 }
      guard let dimensions = dimensions(axes ?? all, for: "squeeze") else { return poisoned() }
      if let wrong = dimensions.first(where: { extents[$0] != 1 }) {
        return failure(
          "squeeze: dimension \(wrong) of \(type) has extent \(extents[wrong]), expected 1")
      }
      return dropping(dimensions, unless: false)
    }
  }

  /// Returns the tensor without one dimension.
  ///
  /// Errors: another extent than 1.
  public func squeeze(
    axis: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    squeeze(axes: [axis], file: file, line: line, column: column)
  }

  /// Returns the tensor with a new dimension of extent 1 at `axis` of the result.
  public func unsqueeze(
    axis: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      let position = axis < 0 ? axis + rank + 1 : axis
      if !(0...rank).contains(position) {
        return failure("unsqueeze: axis \(axis) is not one of 0 ... \(rank)")
      }
      var target = extents
      target.insert(1, at: position)
      return .apply(Reshape(extents: target), [self], presuming: TensorType(elementType, target))
    }
  }

  /// Returns the tensor with the dimensions from `axis` on merged into one.
  public func flatten(
    from axis: Int = 1, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let axis = dimension(axis, for: "flatten") else { return poisoned() }
      let target = extents.prefix(axis) + [extents.dropFirst(axis).reduce(1, *)]
      return .apply(
        Reshape(extents: Array(target)), [self],
        presuming: TensorType(elementType, Array(target)))
    }
  }

  /// Returns the tensor repeated to `extents` by NumPy's rule: aligned at the last dimension, a
  /// missing dimension or an extent of 1 repeats.
  public func expanded(
    to extents: [Int], file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      if extents.count < rank {
        return failure("expanded: \(type) has more dimensions than \(extents)")
      }
      return broadcast(to: extents)
    }
  }
}
