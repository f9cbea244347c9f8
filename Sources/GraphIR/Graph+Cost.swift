extension Graph {
  /// The number of elements of all parameters that are not state.
  ///
  /// Running statistics, whose names end in `running_mean` or `running_var`, are state.
  public var parameterCount: Int {
    nodes.reduce(0) { sum, node in
      guard let parameter = node.op as? Parameter, !parameter.isState else { return sum }
      return sum.addingSaturated(parameter.type.count)
    }
  }

  /// The floating-point operations of one run: twice the products that convolutions, transposed
  /// convolutions and contractions sum, those with padding too; the largest `Int` where there are
  /// more.
  public var flops: Int {
    nodes.reduce(0) { sum, node in sum.addingSaturated(flops(of: node)) }
  }

  /// The floating-point operations of one node; the largest `Int` where there are more.
  package func flops(of node: Node) -> Int {
    if let fused = node.op as? Fused { return fused.body.flops }
    guard let op = node.op as? any CountsProducts else { return 0 }
    let products = op.products(node.operands.map { self[$0].type }, node.type)
    return products.multipliedSaturated(by: 2)
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
    operands[1].extents.dropFirst().reduce(result.count) { $0.multipliedSaturated(by: $1) }
  }
}

extension TransposedConvolution: CountsProducts {
  /// Returns one product for each tap and output channel of each cell of the image.
  fileprivate func products(_ operands: [TensorType], _ result: TensorType) -> Int {
    operands[1].extents.dropFirst().reduce(operands[0].count) { $0.multipliedSaturated(by: $1) }
  }
}

extension Contract: CountsProducts {
  /// Returns one product for each contracted element of each result element.
  fileprivate func products(_ operands: [TensorType], _ result: TensorType) -> Int {
    contracting.reduce(result.count) { $0.multipliedSaturated(by: operands[0].extents[$1[0]]) }
  }
}

extension Int {
  /// Returns the sum of two counts, or the largest number where it is beyond.
  package func addingSaturated(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }

  /// Returns the product of two counts, or the largest number where it is beyond.
  package func multipliedSaturated(by other: Int) -> Int {
    let (product, overflows) = multipliedReportingOverflow(by: other)
    return overflows ? .max : product
  }
}
