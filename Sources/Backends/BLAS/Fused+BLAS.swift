extension Fused: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    body.elementwiseKernel(signature) ?? kernelWithEpilogue(signature) ?? kernelOfSteps(signature)
  }

  /// Returns the kernel of the body's only spatial op, which finishes its result by the rest of the
  /// body.
  private func kernelWithEpilogue(_ signature: Signature) -> Kernel? {
    let mains = body.values.filter { body[$0].op is any FusionMain }
    guard mains.count == 1, let op = body[mains[0]].op as? any FusionMain,
      let epilogue = Epilogue(body, after: mains[0], signature)
    else { return nil }
    let inputs = inputs
    let operands = body[mains[0]].operands.map { inputs.firstIndex(of: $0) }
    guard let image = operands[0], let weight = operands[1] else { return nil }
    let parts = Signature(
      operands: [signature.operands[image], signature.operands[weight]], result: signature.result,
      threads: signature.threads)
    return op.kernel(parts, epilogue: epilogue, weight: weight, image: image)
  }

  /// Returns the kernel that runs the body step by step.
  private func kernelOfSteps(_ signature: Signature) -> Kernel? {
    let program: Program
    do throws(Diagnostic) { program = try Program(body) } catch { return nil }
    let executable = Executable(
      program, threads: signature.threads, kernel: BLASBackend.kernel)
    let inputs = inputs
    return .running(executable) { inputs.firstIndex(of: $0) }
  }
}

/// An op that can hand each part of its result to an epilogue.
protocol FusionMain: Op {
  /// Returns code for a step that reads image and weight from the given operands.
  func kernel(_ signature: Signature, epilogue: Epilogue?, weight: Int, image: Int) -> Kernel?
}

extension Convolution: FusionMain {}
