extension Fused: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard signature.isWhole else { return nil }
    if let kernel = body.elementwiseKernel() { return kernel }
    let mains = body.values.filter { body[$0].op is any FusionMain }
    guard mains.count == 1, let op = body[mains[0]].op as? any FusionMain,
      let epilogue = Epilogue(body, after: mains[0])
    else { return nil }
    let inputs = inputs
    let operands = body[mains[0]].operands.map { inputs.firstIndex(of: $0) }
    guard let image = operands[0], let weight = operands[1] else { return nil }
    let parts = Signature(
      operands: [signature.operands[image], signature.operands[weight]], result: signature.result,
      threads: signature.threads)
    return op.kernel(parts, epilogue: epilogue, weight: weight, image: image)
  }
}

/// An op that can hand each part of its result to an epilogue.
protocol FusionMain: Op {
  /// Returns code for a step that reads image and weight from the given operands.
  func kernel(_ signature: Signature, epilogue: Epilogue?, weight: Int, image: Int) -> Kernel?
}

extension Convolution: FusionMain {}
