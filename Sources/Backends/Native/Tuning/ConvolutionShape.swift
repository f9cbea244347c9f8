import GraphRuntime

/// A convolution and the types of what it reads and gives.
package struct ConvolutionShape: Sendable {
  /// The convolution, without a tile.
  let op: any TiledOp
  /// The types of the image and of the weights.
  let image: TensorType, kernel: TensorType
  /// The type of the result.
  let result: TensorType

  /// The shape of an op on an image and weights.
  package init(_ op: any TiledOp, image: TensorType, kernel: TensorType) throws(Diagnostic) {
    self.op = op.tiled([])
    (self.image, self.kernel) = (image, kernel)
    result = try op.resultType([image, kernel])
  }
}

extension ConvolutionShape: CustomStringConvertible {
  /// The op and the types as text.
  package var description: String {
    "\(AllOps.spelling(op))(\(image), \(kernel)) \(op.attributes(rank: image.rank)) : \(result)"
  }
}
