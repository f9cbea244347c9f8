import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that change the extents or the order of elements.
  static let shapes: [ONNXOperator] =
    views + parts + [
      ONNXOperator("Expand") { (call) throws(Diagnostic) in
        let x = try call.operand(0)
        let shape = try call.extents(1)
        let target = Tensor(call.builder, nil, TensorType(x.elementType, shape))
        return call.spread(x, to: try call.commonExtents([x, target]))
      },
      ONNXOperator("Tile") { (call) throws(Diagnostic) in try call.tiled() },
      ONNXOperator("Pad") { (call) throws(Diagnostic) in try call.padded() },
    ]

  private static let views: [ONNXOperator] = [
    ONNXOperator("Reshape") { (call) throws(Diagnostic) in try call.reshaped() },
    ONNXOperator("Flatten") { (call) throws(Diagnostic) in
      let (x, axis) = (try call.operand(0), call.int("axis", 1))
      let dimension = axis < 0 ? axis + x.rank : axis
      if !(0...x.rank).contains(dimension) {
        throw Diagnostic("axis \(axis) does not exist, expected \(-x.rank) ... \(x.rank)")
      }
      let (outer, inner) = (x.extents[..<dimension], x.extents[dimension...])
      return x.viewed([outer.reduce(1, *), inner.reduce(1, *)])
    },
    ONNXOperator("Squeeze") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let given = call.version < 13 ? call.ints("axes") : try call.optionalIntegers(1)
      let axes =
        try given.map { (axes) throws(Diagnostic) in try call.dimensions(axes, rank: x.rank) }
        ?? x.extents.indices.filter { x.extents[$0] == 1 }
      if let axis = axes.first(where: { x.extents[$0] != 1 }) {
        throw Diagnostic("dimension \(axis) of \(x.type) has extent \(x.extents[axis]), expected 1")
      }
      return x.viewed(x.extents.indices.filter { !axes.contains($0) }.map { x.extents[$0] })
    },
    ONNXOperator("Unsqueeze") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let given = call.version < 13 ? call.ints("axes") ?? [] : try call.integers(1)
      let axes = try call.dimensions(given, rank: x.rank + given.count)
      var target = x.extents
      for axis in axes.sorted() { target.insert(1, at: axis) }
      return x.viewed(target)
    },
    ONNXOperator("Transpose") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let order = call.ints("perm") ?? Array(x.extents.indices.reversed())
      return .apply(Transpose(permutation: order), [x])
    },
    ONNXOperator("Shape") { (call) throws(Diagnostic) in
      let extents = try call.operand(0).extents
      /// Returns a bound cut to the dimensions that exist.
      func bound(_ name: String, _ other: Int) -> Int {
        let value = call.int(name, other)
        return min(max(value < 0 ? value &+ extents.count : value, 0), extents.count)
      }
      let (start, end) = (bound("start", 0), bound("end", extents.count))
      return call.constant(Array(extents[start..<max(start, end)]))
    },
    ONNXOperator("Size") { (call) throws(Diagnostic) in
      let count = try call.operand(0).type.count
      return call.constant(NDArray(narrowing: [Int64(count)], to: .i64, []))
    },
  ]

  private static let parts: [ONNXOperator] = [
    ONNXOperator("Concat") { (call) throws(Diagnostic) in
      let tensors = try call.allOperands()
      let axis = try call.dimension(
        call.int("axis") ?? (call.version < 4 ? 1 : 0), rank: tensors[0].rank)
      return tensors.count == 1 ? tensors[0] : .apply(Concatenate(axis: axis), tensors)
    },
    ONNXOperator("Split", results: { (call) throws(Diagnostic) in try call.split() }),
    ONNXOperator("Slice") { (call) throws(Diagnostic) in try call.sliced() },
  ]
}

extension Tensor {
  /// Returns the same elements in row-major order with other extents.
  func viewed(_ extents: [Int]) -> Tensor {
    if extents == self.extents { return self }
    return .apply(Reshape(extents: extents), [self], presuming: TensorType(elementType, extents))
  }
}

extension OperatorCall {
  /// Returns the extents that an operand lists.
  func extents(_ position: Int) throws(Diagnostic) -> [Int] {
    let extents = try integers(position)
    if extents.contains(where: { $0 < 0 }) {
      throw Diagnostic("extents are \(extents), expected none below 0")
    }
    return extents
  }

  /// Reshape: 0 keeps an extent unless `allowzero`, −1 is what is left.
  fileprivate func reshaped() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    var target = version < 5 ? ints("shape") ?? [] : try integers(1)
    if !flag("allowzero") {
      for (dimension, extent) in target.enumerated() where extent == 0 {
        if dimension >= x.rank {
          throw Diagnostic("shape \(target) keeps dimension \(dimension), which \(x.type) lacks")
        }
        target[dimension] = x.extents[dimension]
      }
    }
    if let open = target.firstIndex(of: -1) {
      target[open] = 1
      let rest = Extents.byteCount(target.map { max($0, 0) }, .i8) ?? 0
      if rest == 0 || x.type.count % rest != 0 {
        throw Diagnostic("\(x.type) does not reshape to \(target) with dimension \(open) open")
      }
      target[open] = x.type.count / rest
    }
    return x.viewed(target)
  }

  /// Tile: the tensor repeated along each dimension.
  fileprivate func tiled() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    let repeats = try extents(1)
    if repeats.count != x.rank {
      throw Diagnostic("repeats are \(repeats), expected \(x.rank) numbers for \(x.type)")
    }
    if repeats.allSatisfy({ $0 == 1 }) { return x }
    var (outer, axes, target) = ([Int](), [Int](), [Int]())
    for (extent, count) in zip(x.extents, repeats) {
      outer += [count, extent]
      axes.append(outer.count - 1)
      let (product, overflows) = extent.multipliedReportingOverflow(by: count)
      if overflows { throw Diagnostic("\(x.type) repeated \(repeats) times is too large") }
      target.append(product)
    }
    return x.broadcast(to: outer, axes: axes).viewed(target)
  }
}
