extension Tensor {
  /// Returns the elements along an axis that indices of the same rank name: result [i, j, k] is
  /// element [i, indices[i, j, k], k] where the axis is 1.
  ///
  /// A negative index counts from the end; one that is then outside is moved to the nearest end.
  /// Errors: indices that are larger than the tensor along another axis.
  public func gatherElements(
    _ indices: Tensor, axis: Int, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [indices]) {
      guard let axis = dimension(axis, for: "gather_elements"),
        requireElements(indices, axis, "gather_elements")
      else { return Tensor(builder, nil, TensorType(elementType, indices.extents)) }
      var counts = indices.extents
      counts[axis] = extents[axis]
      let last = rank - 1
      let vectors = indices.moved(from: axis, to: last).unsqueeze(axis: rank)
      return Tensor.apply(
        GatherND(batch: last), [leading(counts).moved(from: axis, to: last), vectors]
      )
      .moved(from: last, to: axis)
    }
  }

  /// Returns the tensor with elements along an axis replaced by updates, or combined with them,
  /// where indices of the same rank say: element [i, indices[i, j, k], k] becomes updates [i, j, k]
  /// where the axis is 1, in row-major order.
  ///
  /// A negative index counts from the end; where one is then outside, nothing is written. Errors:
  /// indices that are larger than the tensor along another axis, updates of other extents.
  public func scatterElements(
    _ indices: Tensor, _ updates: Tensor, axis: Int, reduction: ScatterND.Reduction = .none,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [indices, updates]) {
      guard let axis = dimension(axis, for: "scatter_elements"),
        requireElements(indices, axis, "scatter_elements")
      else { return Tensor(builder, nil, type) }
      if updates.extents != indices.extents {
        return failure(
          "scatter_elements: updates are \(updates.type) for indices \(indices.type), expected equal "
            + "extents")
      }
      var counts = extents
      counts[axis] = indices.extents[axis]
      let last = rank - 1
      // An index that is outside writes nothing.
      let places = indices.converted(to: .i64).extended(to: counts, by: Double(extents[axis]))
        .moved(from: axis, to: last).unsqueeze(axis: rank)
      let values = updates.extended(to: counts, by: 0).moved(from: axis, to: last)
      return Tensor.apply(
        ScatterND(batch: last, reduction: reduction),
        [moved(from: axis, to: last), places, values]
      )
      .moved(from: last, to: axis)
    }
  }

  /// Returns the slices that vectors of indices name: of a tensor [b…, n…, s…] and indices
  /// [b…, j…, k], where `batch` first dimensions are common, [b…, j…, s…].
  ///
  /// A negative index counts from the end; one that is then outside is moved to the nearest end.
  public func gatherND(
    _ indices: Tensor, batch: Int = 0, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [indices]) { .apply(GatherND(batch: batch), [self, indices]) }
  }

  /// Returns the tensor with slices replaced by updates, or combined with them, at the places that
  /// vectors of indices name, in row-major order.
  ///
  /// With a tensor [b…, n…, s…], indices [b…, j…, k] and updates [b…, j…, s…]. A negative index
  /// counts from the end; where one is then outside, nothing is written.
  public func scatterND(
    _ indices: Tensor, _ updates: Tensor, batch: Int = 0, reduction: ScatterND.Reduction = .none,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [indices, updates]) {
      .apply(ScatterND(batch: batch, reduction: reduction), [self, indices, updates])
    }
  }

  /// `true` iff indices have the rank of the tensor and are no larger along other axes; records a
  /// diagnostic where not.
  private func requireElements(_ indices: Tensor, _ axis: Int, _ function: String) -> Bool {
    let fits =
      indices.rank == rank
      && (0..<rank).allSatisfy { $0 == axis || indices.extents[$0] <= extents[$0] }
    if fits { return true }
    _ = failure(
      "\(function): indices \(indices.type) do not fit \(type), expected at most its extents but "
        + "along axis \(axis)")
    return false
  }

  /// Returns the first elements along each dimension.
  private func leading(_ counts: [Int]) -> Tensor {
    if counts == extents { return self }
    let (zeros, ones) = (extents.map { _ in 0 }, extents.map { _ in 1 })
    return .apply(Slice(start: zeros, count: counts, step: ones), [self])
  }

  /// Returns the tensor with elements of a value behind each dimension.
  private func extended(to counts: [Int], by value: Double) -> Tensor {
    if counts == extents { return self }
    let edges = Swift.zip(extents, counts).map { Edges(0, $1 - $0) }
    return .apply(Pad(edges: edges, interior: extents.map { _ in 0 }, value: Scalar(value)), [self])
  }

  /// Returns the tensor with one dimension at another place among the others.
  package func moved(from: Int, to: Int) -> Tensor {
    // What has no value may have another rank.
    if from == to || Swift.max(from, to) >= rank { return self }
    var order = Array(0..<rank)
    order.insert(order.remove(at: from), at: to)
    return .apply(Transpose(permutation: order), [self])
  }
}
