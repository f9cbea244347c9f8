/// A handle on a value of the graph that a model file is building.
///
/// Functions of tensors append ops to the graph. One that does not fit records a diagnostic and
/// returns a tensor without a value, which silences all that is computed from it.
public struct Tensor {
  /// The graph that is built.
  package let builder: GraphBuilder
  /// The value; nil where an op before it did not fit.
  package let value: Value?
  /// The element type and extents; a guess where there is no value.
  public let type: TensorType

  /// The handle on a value, or on what would have had `type`.
  package init(_ builder: GraphBuilder, _ value: Value?, _ type: TensorType) {
    self.builder = builder
    self.value = value
    self.type = type
  }

  /// The length along each dimension: N, C and the spatial ones for images.
  public var extents: [Int] { type.extents }
  /// The type of each element.
  public var elementType: ElementType { type.elementType }
  /// The number of dimensions.
  public var rank: Int { type.rank }
}

extension Tensor {
  /// Returns the result of an op on tensors of one model.
  ///
  /// Where it does not fit, a diagnostic is recorded and the result has no value.
  package static func apply(
    _ op: any Op, _ operands: [Tensor], name: String? = nil, presuming type: TensorType? = nil
  ) -> Tensor {
    precondition(!operands.isEmpty, "\(op.mnemonic) has no operand that tells its model")
    return operands[0].builder.append(op, operands, name: name, presuming: type)
  }

  /// Returns `body`'s result; the ops that it appends come from a place in the model file, unless
  /// a caller gave one.
  ///
  /// Where this tensor or one of `others` has no value, nothing is reported of what `body` does.
  package func at<Result>(
    _ file: String, _ line: Int, _ column: Int, with others: [Tensor] = [], _ body: () -> Result
  ) -> Result {
    builder.at(Site(file: file, line: line, column: column)) {
      builder.silenced(by: [self] + others, body)
    }
  }

  /// Returns `body`'s result; the ops that it appends come from the caller of an operator, unless a
  /// caller gave a place.
  ///
  /// Where this tensor or the other has no value, nothing is reported of what `body` does.
  func atCaller(with other: Tensor? = nil, _ body: () -> Tensor) -> Tensor {
    builder.atCaller { builder.silenced(by: [self, other ?? self], body) }
  }

  /// Returns a tensor without a value and records why.
  package func failure(_ message: String, presuming type: TensorType? = nil) -> Tensor {
    builder.report(Diagnostic(message))
    return Tensor(builder, nil, type ?? self.type)
  }

  /// Returns the dimension that `axis` names, counted from the end where negative; records a
  /// diagnostic and returns nil where there is none.
  package func dimension(_ axis: Int, for function: String) -> Int? {
    let dimension = axis < 0 ? axis + rank : axis
    if (0..<rank).contains(dimension) { return dimension }
    _ = failure(
      "\(function): axis \(axis) is not one of \(type), expected \(-rank) ..< \(rank)")
    return nil
  }

  /// Returns the dimensions that `axes` name, ascending; records a diagnostic and returns nil where
  /// one does not exist or comes twice.
  package func dimensions(_ axes: [Int], for function: String) -> [Int]? {
    var result: [Int] = []
    for axis in axes {
      guard let dimension = dimension(axis, for: function) else { return nil }
      if result.contains(dimension) {
        _ = failure("\(function): axis \(axis) comes twice in \(axes)")
        return nil
      }
      result.append(dimension)
    }
    return result.sorted()
  }
}
