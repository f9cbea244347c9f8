/// Returns a tensor with the given elements in row-major order, of a known value in every run.
///
/// Errors: another number of elements than the extents hold.
public func constant(
  _ values: [Double], _ extents: [Int], _ type: ElementType = .f32, file: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  make("constant", TensorType(type, extents), file, line, column) { builder in
    if Extents.count(extents) != values.count {
      builder.report(
        Diagnostic("constant: has \(values.count) elements, expected those of \(extents)"))
      return nil
    }
    return Constant(NDArray(type, extents, values))
  }
}

/// Returns a scalar, which broadcasts against any tensor of its type.
public func constant(
  _ value: Double, _ type: ElementType = .f32, file: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  constant([value], [], type, file: file, line: line, column: column)
}

/// Returns the coordinate of each element along an axis: its position.
public func positions(
  _ extents: [Int], axis: Int, _ type: ElementType = .f32, file: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  make("positions", TensorType(type, extents), file, line, column) { _ in
    Iota(type: TensorType(type, extents), axis: axis < 0 ? axis + extents.count : axis)
  }
}

/// Returns random numbers, uniform in `low` ..< `high`, that depend on the seed, the name and the
/// position of the element only.
public func randomUniform(
  _ extents: [Int], _ low: Double = 0, _ high: Double = 1, name: String, seed: Int = 0,
  _ type: ElementType = .f32, file: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor {
  random(.uniform, low, high, TensorType(type, extents), name, seed, file, line, column)
}

/// Returns random numbers of a normal distribution that depend on the seed, the name and the position
/// of the element only.
public func randomNormal(
  _ extents: [Int], mean: Double = 0, deviation: Double = 1, name: String, seed: Int = 0,
  _ type: ElementType = .f32, file: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor {
  random(.normal, mean, deviation, TensorType(type, extents), name, seed, file, line, column)
}

/// Returns elements that are 1 with a probability, else 0, and depend on the seed, the name and the
/// position of the element only.
public func randomBernoulli(
  _ extents: [Int], probability: Double, name: String, seed: Int = 0, _ type: ElementType = .f32,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor {
  random(.bernoulli, probability, 0, TensorType(type, extents), name, seed, file, line, column)
}

private func random(
  _ distribution: Random.Distribution, _ first: Double, _ second: Double, _ type: TensorType,
  _ name: String, _ seed: Int, _ file: String, _ line: Int, _ column: Int
) -> Tensor {
  make("random", type, file, line, column) { builder in
    Random(
      type: type, distribution: distribution, first: Scalar(first), second: Scalar(second),
      name: builder.names.qualified(name), seed: seed)
  }
}

/// Returns the result of an op without operands in the model that is being described.
private func make(
  _ function: String, _ type: TensorType, _ file: String, _ line: Int, _ column: Int,
  _ op: (GraphBuilder) -> (any Op)?
) -> Tensor {
  let builder = Trace.builder(for: function)
  return builder.at(Site(file: file, line: line, column: column)) {
    guard let op = op(builder) else { return Tensor(builder, nil, type) }
    return builder.append(op, [], presuming: type)
  }
}
