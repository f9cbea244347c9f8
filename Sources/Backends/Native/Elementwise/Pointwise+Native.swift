extension Pointwise: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? { step.map(self) }
}

extension Compare: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? { step.map(self) }
}

extension Select: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? { step.map(self) }
}

extension Cast: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? { step.map(self) }
}

/// A constant of a fused body; others are bound to their buffers.
extension Constant: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? { step.map(self) }
}

extension StepViews {
  /// Returns code for an op that computes each element from those of its operands in the same place.
  func map(_ op: any Op) -> NativeStep? {
    Graph.body(of: op, operands.map(\.type)).flatMap { map($0) }
  }

  /// Returns code for a pointwise body whose inputs are the operands in order; nil where it is none.
  func map(_ body: Graph) -> NativeStep? {
    guard
      let values = PointwiseBody(
        body, body.outputs[0].value, over: result.box, of: operands)
    else { return nil }
    let map = MapCall(values, to: result, of: operands)
    return NativeStep(calls: [map.call], inPlaceOperands: map.inPlaceOperands)
  }
}

extension Graph {
  /// Returns the body of an op on as many inputs as there are types; nil where it refuses them.
  static func body(of op: any Op, _ operands: [TensorType]) -> Graph? {
    var graph = Graph(name: op.mnemonic)
    do throws(Diagnostic) {
      var inputs: [Value] = []
      for (index, type) in operands.enumerated() {
        inputs.append(try graph.append(Input(name: "\(index)", type: type)))
      }
      graph.output("result", try graph.append(op, inputs))
      return graph
    } catch {
      return nil
    }
  }
}
