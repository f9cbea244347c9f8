extension Tensor {
  /// Returns the elements from `start` to before `end` along an axis, every `step`-th.
  ///
  /// Bounds count from the end where negative and are cut to what exists, as in Python; a negative
  /// step runs backward, from the last element unless `start` is given.
  public func slice(
    axis: Int, from start: Int? = nil, to end: Int? = nil, step: Int = 1,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let axis = dimension(axis, for: "slice") else { return poisoned() }
      if step == 0 { return failure("slice: step is 0, expected another number") }
      let extent = extents[axis]
      func position(_ bound: Int, _ range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(bound < 0 ? bound + extent : bound, range.lowerBound), range.upperBound)
      }
      let reach = step > 0 ? 0...extent : -1...Swift.max(extent - 1, -1)
      let first = start.map { position($0, reach) } ?? (step > 0 ? 0 : extent - 1)
      let last = end.map { position($0, reach) } ?? (step > 0 ? extent : -1)
      let count = Swift.max((last - first + step - step.signum()) / step, 0)
      if count == extent && step == 1 { return self }
      var (starts, counts) = ([Int](repeating: 0, count: rank), extents)
      var steps = [Int](repeating: 1, count: rank)
      (starts[axis], counts[axis], steps[axis]) = (count == 0 ? 0 : first, count, step)
      return .apply(
        Slice(start: starts, count: counts, step: steps), [self],
        presuming: TensorType(elementType, counts))
    }
  }

  /// Returns the elements at `range` along an axis.
  ///
  /// Errors: a range that does not lie inside.
  public func slice(
    axis: Int, _ range: Range<Int>, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let axis = dimension(axis, for: "slice") else { return poisoned() }
      return part(axis, range.lowerBound, range.upperBound)
    }
  }

  /// Returns `count` equal parts along an axis.
  ///
  /// Errors: an extent that the count does not divide.
  public func split(
    _ count: Int, axis: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> [Tensor] {
    at(file, line, column) {
      let poison = [Tensor](repeating: Tensor(builder, nil, type), count: Swift.max(count, 0))
      guard let axis = dimension(axis, for: "split") else { return poison }
      if count < 1 || extents[axis] % count != 0 {
        _ = failure("split: \(count) parts do not divide extent \(extents[axis]) of \(type)")
        return poison
      }
      let size = extents[axis] / count
      return (0..<count).map { part(axis, $0 * size, ($0 + 1) * size) }
    }
  }

  /// Returns parts of the given extents along an axis.
  ///
  /// Errors: extents that do not add up to the axis's.
  public func split(
    sizes: [Int], axis: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> [Tensor] {
    at(file, line, column) {
      let poison = sizes.map { _ in Tensor(builder, nil, type) }
      guard let axis = dimension(axis, for: "split") else { return poison }
      if sizes.reduce(0, +) != extents[axis] || sizes.contains(where: { $0 < 0 }) {
        _ = failure("split: \(sizes) do not add up to extent \(extents[axis]) of \(type)")
        return poison
      }
      var start = 0
      return sizes.map { size in
        defer { start += size }
        return part(axis, start, start + size)
      }
    }
  }

  /// Returns the slices along an axis at indices that are known here.
  public func take(
    _ indices: [Int], axis: Int, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let axis = dimension(axis, for: "take") else { return poisoned() }
      let positions = indices.map { $0 < 0 ? $0 + extents[axis] : $0 }
      return .apply(Take(axis: axis, indices: positions), [self])
    }
  }

  /// Returns the slices along an axis at computed indices; the axis is replaced by the dimensions of
  /// `indices`, which are integers.
  ///
  /// A negative index counts from the end; one that is then outside is moved to the nearest end.
  public func gather(
    _ indices: Tensor, axis: Int, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [indices]) {
      guard let axis = dimension(axis, for: "gather") else { return poisoned() }
      let extents = extents.prefix(axis) + indices.extents + extents.dropFirst(axis + 1)
      return .apply(
        Gather(axis: axis), [self, indices],
        presuming: TensorType(elementType, Array(extents)))
    }
  }

  /// Returns indices as vectors of 0 and 1 along a new dimension of extent `depth`, by default that
  /// of the channels.
  public func oneHot(
    _ depth: Int, axis: Int = 1, _ elementType: ElementType = .f32, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      let position = axis < 0 ? axis + rank + 1 : axis
      var target = extents
      if (0...rank).contains(position) { target.insert(depth, at: position) }
      return .apply(
        OneHot(axis: position, depth: depth, elementType: elementType), [self],
        presuming: TensorType(elementType, target))
    }
  }
}

/// Returns tensors one behind the other along an axis, by default that of the channels.
///
/// Errors: no tensors, other extents than the axis's that differ.
public func concatenate(
  _ tensors: [Tensor], axis: Int = 1, file: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  guard let first = tensors.first else {
    let builder = Trace.builder(for: "concatenate")
    return builder.at(Site(file: file, line: line, column: column)) {
      builder.report(Diagnostic("concatenate: has no operands, expected 1 or more"))
      return Tensor(builder, nil, TensorType(.f32, []))
    }
  }
  return first.at(file, line, column, with: tensors) {
    guard let axis = first.dimension(axis, for: "concatenate") else { return first.poisoned() }
    var extents = first.extents
    extents[axis] = tensors.reduce(0) { $0 + ($1.rank > axis ? $1.extents[axis] : 0) }
    return .apply(
      Concatenate(axis: axis), tensors, presuming: TensorType(first.elementType, extents))
  }
}
