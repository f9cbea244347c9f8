import GraphIR

/// The arrays that a graph is run with.
package struct Bindings {
  /// The inputs by name.
  package var inputs: [String: NDArray] = [:]
  /// The parameters by name.
  package var parameters: [String: NDArray] = [:]

  /// The given arrays.
  package init(inputs: [String: NDArray], parameters: [String: NDArray]) {
    self.inputs = inputs
    self.parameters = parameters
  }

  /// Random arrays for the inputs and parameters of a graph and of its prepared ones, but for what
  /// those compute.
  ///
  /// Parameters whose name ends in `variance` are positive. With `specials`, some elements of float
  /// inputs are −0, infinite, NaN or subnormal.
  package init(for graph: Graph, seed: UInt64, specials: Bool = false) {
    let computed = graph.prepare.flatMap { $0.outputs.map(\.name) }
    for node in graph.prepare.flatMap(\.nodes) + graph.nodes {
      if let input = node.op as? Input {
        let array = NDArray.random(node.type, seed: seed, name: "input " + input.name)
        inputs[input.name] = specials ? array.salted(seed: seed) : array
      } else if let parameter = node.op as? Parameter, !computed.contains(parameter.name) {
        let array = NDArray.random(node.type, seed: seed, name: parameter.name)
        let isVariance = parameter.name.hasSuffix("variance")
        parameters[parameter.name] =
          isVariance
          ? NDArray(
            node.type.elementType, node.type.extents, array.asDoubles().map { abs($0) + 0.1 })
          : array
      }
    }
  }
}

extension NDArray {
  /// Returns the array with every third element (about) replaced by a special float.
  fileprivate func salted(seed: UInt64) -> NDArray {
    if !elementType.isFloatingPoint { return self }
    let random = CounterRandom(seed: seed, name: "specials")
    let specials = [-0.0, 0.0, .infinity, -.infinity, .nan, 1e-40, -1e-45, 1]
    return NDArray(
      elementType, extents,
      asDoubles().enumerated().map { index, value in
        let bits = random.bits(index)
        return bits.0 % 3 == 0 ? specials[Int(bits.1 % 8)] : value
      })
  }

  /// `true` iff types, extents and elements are equal by their bits, where all NaNs are equal.
  package func isSame(as other: NDArray) -> Bool {
    if self == other { return true }
    guard elementType.isFloatingPoint, elementType == other.elementType, extents == other.extents
    else { return false }
    let (left, right): ([Double], [Double]) = (widened(), other.widened())
    return zip(left, right).allSatisfy {
      ($0.isNaN && $1.isNaN) || $0.bitPattern == $1.bitPattern
    }
  }
}

extension Graph {
  /// Returns the outputs and, under `update NAME`, the updates: each node evaluated as a whole, after
  /// the prepared graphs.
  package func evaluated(_ bindings: Bindings) -> [String: NDArray] {
    var bindings = bindings
    for graph in prepare {
      bindings.parameters.merge(graph.evaluated(bindings)) { _, new in new }
    }
    var arrays: [NDArray] = []
    for node in nodes {
      let bound =
        (node.op as? Input).map { bindings.inputs[$0.name] }
        ?? (node.op as? Parameter).map { bindings.parameters[$0.name] }
      arrays.append(
        bound.flatMap { $0 }
          ?? node.op.compute(
            node.operands.map { PlacedArray(arrays[$0.index]) }, over: node.type.whole,
            of: node.type))
    }
    var results: [String: NDArray] = [:]
    for output in outputs { results[output.name] = arrays[output.value.index] }
    for update in updates { results["update \(update.name)"] = arrays[update.value.index] }
    return results
  }
}
