extension Graph {
  /// Returns the same graph with all floats in Double: what the model means, up to the rounding of its
  /// parameters and constants.
  func widened() throws(Diagnostic) -> Graph {
    var graph = try rebuilt { (_, node, graph, operands) throws(Diagnostic) in
      try graph.append(try node.op.widened(), operands, name: node.name, at: node.site)
    }
    var prepared: [Graph] = []
    for graph in prepare { prepared.append(try graph.widened()) }
    graph.prepare = prepared
    return graph
  }
}

extension Op {
  /// Returns the op with Double where its attributes name another float.
  fileprivate func widened() throws(Diagnostic) -> any Op {
    switch self {
    case let op as Input: Input(name: op.name, type: op.type.widened)
    case let op as Parameter:
      Parameter(name: op.name, type: op.type.widened, initializer: op.initializer)
    case let op as Constant: Constant(op.value.widenedFloats)
    case let op as Cast: Cast(to: op.elementType.widened)
    case let op as Iota: Iota(type: op.type.widened, axis: op.axis)
    case let op as OneHot:
      OneHot(axis: op.axis, depth: op.depth, elementType: op.elementType.widened)
    case let op as Random:
      Random(
        type: op.type.widened, distribution: op.distribution, first: op.first, second: op.second,
        name: op.name, seed: op.seed)
    case let op as Fused: Fused(body: try op.body.widened())
    default: self
    }
  }
}

extension ElementType {
  /// Double for a float, else the same type.
  fileprivate var widened: ElementType { isFloatingPoint ? .f64 : self }
}

extension TensorType {
  /// The same extents with Double for floats.
  fileprivate var widened: TensorType { TensorType(elementType.widened, extents) }
}

extension NDArray {
  /// The same elements, in Double where they are floats.
  var widenedFloats: NDArray { elementType.isFloatingPoint ? converted(to: .f64) : self }
}
