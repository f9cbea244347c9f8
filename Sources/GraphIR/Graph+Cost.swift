extension Graph {
  /// The number of elements of all parameters that are not state.
  ///
  /// Running statistics, whose names end in `running_mean` or `running_var`, are state.
  public var parameterCount: Int {
    nodes.reduce(0) { sum, node in
      guard let parameter = node.op as? Parameter, !parameter.isState else { return sum }
      return sum + parameter.type.count
    }
  }

  /// The floating-point operations of one run: twice the products that convolutions, transposed
  /// convolutions and contractions sum, those with padding too.
  public var flops: Int {
    nodes.reduce(0) { sum, node in
      if let fused = node.op as? Fused { return sum + fused.body.flops }
      guard let op = node.op as? any CountsProducts else { return sum }
      return sum + 2 * op.products(node.operands.map { self[$0].type }, node.type)
    }
  }
}

extension Parameter {
  /// `true` iff it is a running statistic, which no optimizer changes.
  public var isState: Bool { name.hasSuffix("running_mean") || name.hasSuffix("running_var") }
}

/// An op that sums products.
private protocol CountsProducts: Op {
  /// Returns the number of products.
  func products(_ operands: [TensorType], _ result: TensorType) -> Int
}

extension Convolution: CountsProducts {
  /// Returns one product for each tap and input channel of each result element.
  fileprivate func products(_ operands: [TensorType], _ result: TensorType) -> Int {
    result.count * operands[1].extents.dropFirst().reduce(1, *)
  }
}

extension TransposedConvolution: CountsProducts {
  /// Returns one product for each tap and output channel of each cell of the image.
  fileprivate func products(_ operands: [TensorType], _ result: TensorType) -> Int {
    operands[0].count * operands[1].extents.dropFirst().reduce(1, *)
  }
}

extension Contract: CountsProducts {
  /// Returns one product for each contracted element of each result element.
  fileprivate func products(_ operands: [TensorType], _ result: TensorType) -> Int {
    result.count * contracting.reduce(1) { $0 * operands[0].extents[$1[0]] }
  }
}
