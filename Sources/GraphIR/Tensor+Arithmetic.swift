extension Tensor {
  /// Returns a pointwise function of this tensor.
  package func map(_ function: String, _ parameters: [Scalar] = []) -> Tensor {
    .apply(Pointwise(function, parameters), [self])
  }

  /// Returns a pointwise function of two tensors, broadcast to common extents.
  package static func zip(_ function: String, _ left: Tensor, _ right: Tensor) -> Tensor {
    zip(Pointwise(function), function, left, right)
  }

  /// Returns an op on two tensors, broadcast to common extents.
  package static func zip(_ op: any Op, _ function: String, _ left: Tensor, _ right: Tensor)
    -> Tensor
  {
    guard let (x, y) = broadcast(left, right, for: function) else {
      return Tensor(left.builder, nil, left.rank < right.rank ? right.type : left.type)
    }
    return apply(op, [x, y])
  }

  /// Returns `value` in every element of a tensor like this one.
  package func filled(with value: Double) -> Tensor {
    let scalar = NDArray(elementType, [], [value])
    if !elementType.isFloatingPoint && scalar.asDoubles() != [value] {
      return failure("\(value) is not a value of \(elementType.rawValue)")
    }
    return builder.append(Constant(scalar), []).broadcast(to: extents)
  }

  /// Returns the sum of elements; extents broadcast.
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    left.atCaller(with: right) { zip("add", left, right) }
  }

  /// Returns the difference of elements; extents broadcast.
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    left.atCaller(with: right) { zip("subtract", left, right) }
  }

  /// Returns the product of elements; extents broadcast.
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    left.atCaller(with: right) { zip("multiply", left, right) }
  }

  /// Returns the quotient of elements (integers: toward zero, 0 for x / 0); extents broadcast.
  public static func / (left: Tensor, right: Tensor) -> Tensor {
    left.atCaller(with: right) { zip("divide", left, right) }
  }

  /// Returns the negative of each element.
  public static prefix func - (x: Tensor) -> Tensor {
    x.atCaller { x.map("negate") }
  }
}

extension Tensor {
  /// Returns each element plus a number.
  public static func + (left: Tensor, right: Double) -> Tensor {
    left.atCaller { zip("add", left, left.filled(with: right)) }
  }

  /// Returns a number plus each element.
  public static func + (left: Double, right: Tensor) -> Tensor {
    right.atCaller { zip("add", right.filled(with: left), right) }
  }

  /// Returns each element minus a number.
  public static func - (left: Tensor, right: Double) -> Tensor {
    left.atCaller { zip("subtract", left, left.filled(with: right)) }
  }

  /// Returns a number minus each element.
  public static func - (left: Double, right: Tensor) -> Tensor {
    right.atCaller { zip("subtract", right.filled(with: left), right) }
  }

  /// Returns each element times a number.
  public static func * (left: Tensor, right: Double) -> Tensor {
    left.atCaller { zip("multiply", left, left.filled(with: right)) }
  }

  /// Returns a number times each element.
  public static func * (left: Double, right: Tensor) -> Tensor {
    right.atCaller { zip("multiply", right.filled(with: left), right) }
  }

  /// Returns each element divided by a number.
  public static func / (left: Tensor, right: Double) -> Tensor {
    left.atCaller { zip("divide", left, left.filled(with: right)) }
  }

  /// Returns a number divided by each element.
  public static func / (left: Double, right: Tensor) -> Tensor {
    right.atCaller { zip("divide", right.filled(with: left), right) }
  }
}
