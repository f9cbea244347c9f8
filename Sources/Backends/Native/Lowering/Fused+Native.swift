/// An op that computes what follows it together with its own result.
protocol EpilogueLowerable: Op {
  /// Returns code for a body whose first op this is, with the rest element by element behind it; nil
  /// where there is none.
  static func lower(_ fused: Fused, _ step: StepViews) -> NativeStep?
}

extension Fused: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    for node in body.nodes {
      if let anchor = node.op as? any EpilogueLowerable,
        let code = type(of: anchor).lower(self, step)
      {
        return code
      }
    }
    return BodyLowering.lower(self, step)
  }
}

extension Fused: JoinedImageReading {
  func readsJoinedImages(_ types: [TensorType]) -> Bool {
    guard let first = inputs.first,
      let reader = body.nodes.first(where: { $0.operands.contains(first) }),
      reader.operands[0] == first, body.nodes.count(where: { $0.operands.contains(first) }) == 1,
      reader.operands.dropFirst().allSatisfy({ $0 != first })
    else { return false }
    return (reader.op as? any JoinedImageReading)?.readsJoinedImages(types) ?? false
  }
}
