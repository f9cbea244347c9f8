extension Tensor {
  /// Returns an image [N, C, S…] with cells added around it: `value`, or the image reflected at its
  /// border or its border repeated.
  public func padded(
    by padding: Padding, mode: Pad.Mode = .constant, value: Double = 0, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { padded(padding, mode, value, sign: 1, "padded") }
  }

  /// Returns an image [N, C, S…] with cells cut off around it.
  public func cropped(
    by padding: Padding, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) { padded(padding, .constant, 0, sign: -1, "cropped") }
  }

  /// Returns an image [N, C, S…] with cells added at the end of each spatial dimension, until its
  /// extent is a multiple of `multiple`.
  ///
  /// A network with k poolings by 2 works on multiples of 2ᵏ; `cropped(to:)` undoes it:
  ///
  ///     unet(x.padded(toMultipleOf: 16)).cropped(to: x)
  public func padded(
    toMultipleOf multiple: any PerDimension, mode: Pad.Mode = .constant, value: Double = 0,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard rank > 2, let numbers = multiple.values(rank - 2), numbers.allSatisfy({ $0 >= 1 })
      else {
        return failure(
          "padded: \(multiple) does not fit \(type), expected a positive number for each spatial "
            + "dimension")
      }
      let edges = Swift.zip(extents.dropFirst(2), numbers).map { extent, number in
        Edges(0, (number - extent % number) % number)
      }
      return padded(.edges(edges), mode, value, sign: 1, "padded")
    }
  }

  /// Returns the first cells of each spatial dimension of an image [N, C, S…], or where `centered`
  /// those in the middle: as many as `extents`.
  ///
  /// Errors: more than there are.
  public func cropped(
    to extents: any PerDimension, centered: Bool = false, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard rank > 2, let target = extents.values(rank - 2),
        Swift.zip(self.extents.dropFirst(2), target).allSatisfy({ $0 >= $1 && $1 >= 1 })
      else {
        return failure(
          "cropped: \(type) does not hold \(extents), expected at most its spatial extents")
      }
      let edges = Swift.zip(self.extents.dropFirst(2), target).map { extent, target in
        let low = centered ? (extent - target) / 2 : 0
        return Edges(low, extent - target - low)
      }
      return padded(.edges(edges), .constant, 0, sign: -1, "cropped")
    }
  }

  /// Returns the first cells of each spatial dimension of an image, or where `centered` those in the
  /// middle: as many as another image has.
  public func cropped(
    to other: Tensor, centered: Bool = false, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      cropped(to: Array(other.extents.dropFirst(2)), centered: centered)
    }
  }

  private func padded(
    _ padding: Padding, _ mode: Pad.Mode, _ value: Double, sign: Int, _ function: String
  ) -> Tensor {
    guard rank > 2, padding != .same, let edges = padding.edges(rank - 2, same: { _ in 0 }) else {
      return failure(
        "\(function): padding does not fit \(type), expected cells for each spatial "
          + "dimension")
    }
    if edges.allSatisfy({ $0 == .none }) { return self }
    let all = [Edges.none, .none] + edges.map { Edges(sign * $0.low, sign * $0.high) }
    let target = Swift.zip(extents, all).map { $0 + $1.low + $1.high }
    let op = Pad(
      edges: all, interior: [Int](repeating: 0, count: rank), mode: mode, value: Scalar(value))
    return .apply(op, [self], presuming: TensorType(elementType, target))
  }
}
