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
    let flat = (try? Fused.flattened(self).body) ?? body
    return Moves.lower(body, step) ?? ArgReduce.lower(body, step) ?? step.map(flat)
      ?? BlockSum.lower(flat, step) ?? BodyLowering.lower(self, step)
  }
}

extension Fused: JoinedImageReading {
  func readsJoinedImages(_ types: [TensorType]) -> Bool {
    guard let first = inputs.first,
      let anchor = body.nodes.first(where: { $0.op is any JoinedImageReading }),
      (anchor.op as? any JoinedImageReading)?.readsJoinedImages(types) ?? false,
      anchor.operands.dropFirst().allSatisfy({ $0 != first })
    else { return false }
    // The pixels of the image go to the anchor alone, as they are or element by element.
    let image = anchor.operands[0]
    guard image == first || body.prologueSource(of: image) == first else { return false }
    let front = body.regions(neededFor: [image: body[image].type.whole])
    let pixels = body.values.filter {
      !front[$0.index].isEmpty && ($0 == first || body[$0].op is Pointwise)
    }
    return body.values.allSatisfy { reader in
      pixels.contains(reader) || body[reader].op is any JoinedImageReading
        || !body[reader].operands.contains { pixels.contains($0) }
    }
  }
}
