extension Fused: RimLeaving {
  func kernel(_ signature: Signature) -> Kernel? {
    body.elementwiseKernel(signature) ?? kernelWithEpilogue(signature) ?? kernelOfSteps(signature)
  }

  func rimKernel(_ signature: Signature) -> Kernel? {
    let isConvolution = body.nodes.contains { $0.op is Convolution }
    return isConvolution ? kernelWithEpilogue(signature) : nil
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
    do throws(Diagnostic) {
      program = try Program(localBody(signature), bindsParts: true)
    } catch {
      return nil
    }
    let executable = Executable(
      program, threads: signature.threads, kernel: BLASBackend.kernel)
    let inputs = inputs
    return .running(executable) { inputs.firstIndex(of: $0) }
  }

  /// Returns the body as a local graph: inputs as the operands are held, other values as far as the
  /// result's box needs them.
  private func localBody(_ signature: Signature) throws(Diagnostic) -> Graph {
    var boxes = body.regions(neededFor: [body.outputs[0].value: signature.result.box])
    for (input, operand) in zip(inputs, signature.operands) { boxes[input.index] = operand.box }
    var graph = Graph(name: body.name)
    (graph.mesh, graph.rank) = (Mesh([]), 0)
    for (node, box) in zip(body.nodes, boxes) {
      let placement = node.op is Constant ? nil : Placement(owned: [box])
      try graph.append(node.op, node.operands, placement: placement)
    }
    graph.output(body.outputs[0].name, body.outputs[0].value)
    return graph
  }
}

/// An op that can hand each part of its result to an epilogue.
protocol FusionMain: Op {
  /// Returns code for a step that reads image and weight from the given operands.
  func kernel(_ signature: Signature, epilogue: Epilogue?, weight: Int, image: Int) -> Kernel?
}

extension Convolution: FusionMain {}
