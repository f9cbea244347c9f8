import Frontend
import GraphIR

extension OperatorCall {
  /// Returns an image with each channel of each sample normalised.
  func instanceNorm() throws(Diagnostic) -> Tensor {
    let (x, scale, bias) = (try operand(0), try operand(1), try operand(2))
    if x.rank < 3 {
      throw Diagnostic("the image is \(x.type), expected [N, C, S…] with a spatial dimension")
    }
    let image = x.ungrouped ?? x
    return image.widened
      .normalized(over: Array(2..<image.rank), float("epsilon", 1e-5))
      .scaled(by: scale, plus: bias, axes: [1])
      .cast(to: x.elementType)
      .reshape(x.extents)
  }
}

extension Tensor {
  /// The image [N, G, C / G, S…] of which this is the reshape [N, G, C / G · S…]; nil where it is
  /// none.
  ///
  /// That is how exporters write the norm over groups of channels. The positions stay apart, so that
  /// what is computed follows a cut in space.
  fileprivate var ungrouped: Tensor? {
    guard rank == 3, let value, builder.graph[value].op is Reshape else { return nil }
    let source = builder.graph[value].operands[0]
    let type = builder.graph[source].type
    guard type.extents.count > 2, type.extents[0] == extents[0], extents[1] > 0,
      type.extents[1] % extents[1] == 0
    else { return nil }
    let parts = [extents[0], extents[1], type.extents[1] / extents[1]]
    return Tensor(builder, source, type).reshape(parts + type.extents.dropFirst(2))
  }
}
