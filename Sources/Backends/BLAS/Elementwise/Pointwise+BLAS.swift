extension Pointwise: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let part = signature.result
    guard signature.isAll(.f32), signature.operands.allSatisfy({ $0.box == part.box }) else {
      return nil
    }
    // The operands hold exactly the box, so that it is as good as whole.
    return Fused.body(of: self, operands: signature.operands.map { TensorType(.f32, $0.extents) })?
      .elementwiseKernel()
  }
}

extension Fused {
  /// A body with an op on as many inputs as it has operands.
  static func body(of op: any Op, operands: [TensorType]) -> Graph? {
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

extension Graph {
  /// Returns the kernel for a graph that is elementwise, as a step's body; else nil.
  func elementwiseKernel() -> Kernel? {
    ElementwiseBody(self).flatMap {
      .elementwise($0, self, extents: self[outputs[0].value].type.extents)
    }
  }
}

extension Broadcast {
  /// Returns the distance along each dimension of the result for an operand with `strides`.
  func strides(_ strides: [Int], _ operand: TensorType) -> [Int] {
    var result = [Int](repeating: 0, count: extents.count)
    for (dimension, axis) in axes.enumerated() where operand.extents[dimension] != 1 {
      result[axis] = strides[dimension]
    }
    return result
  }
}
