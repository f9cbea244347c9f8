import Frontend
import GraphIR

extension OperatorCall {
  /// Returns tensors with common extents by the standard's rule, which is NumPy's.
  func aligned(_ tensors: [Tensor]) throws(Diagnostic) -> [Tensor] {
    let extents = try commonExtents(tensors)
    return tensors.map { spread($0, to: extents) }
  }

  /// Returns the operands at two positions with common extents.
  ///
  /// Before version 7 the second is broadcast only where `broadcast` says so, from dimension `axis`
  /// on.
  func alignedOperands() throws(Diagnostic) -> [Tensor] {
    let (x, y) = (try operand(0), try operand(1))
    if version >= 7 { return try aligned([x, y]) }
    if x.extents == y.extents { return [x, y] }
    let axis = int("axis") ?? x.rank - y.rank
    let first = axis < 0 ? axis + x.rank : axis
    if !flag("broadcast") || first < 0 || y.rank > x.rank - first {
      throw Diagnostic("operands are \(x.type) and \(y.type), expected equal extents")
    }
    for (dimension, extent) in y.extents.enumerated()
    where extent != 1 && extent != x.extents[first + dimension] {
      throw Diagnostic("\(y.type) does not broadcast to \(x.type) from dimension \(first) on")
    }
    return [x, y.broadcast(to: x.extents, axes: Array(first..<first + y.rank))]
  }

  /// Returns a tensor repeated to extents, aligned at the last dimension.
  ///
  /// Where the tensor was only reshaped to insert dimensions of extent 1, it is repeated from
  /// before that, so that one op does both.
  ///
  /// - Requires: the tensor broadcasts to the extents.
  func spread(_ tensor: Tensor, to extents: [Int]) -> Tensor {
    if tensor.extents == extents { return tensor }
    guard let value = tensor.value, builder.graph[value].op is Reshape,
      let operand = builder.graph[value].operands.first
    else { return tensor.broadcast(to: extents) }
    let type = builder.graph[operand].type
    guard type.rank < tensor.rank, let axes = Self.axes(of: type.extents, in: tensor.extents) else {
      return tensor.broadcast(to: extents)
    }
    let offset = extents.count - tensor.rank
    return Tensor(builder, operand, type).broadcast(to: extents, axes: axes.map { $0 + offset })
  }

  /// Returns where the dimensions of `inner` are in `outer`, whose others have extent 1; nil where
  /// they are not there in order.
  private static func axes(of inner: [Int], in outer: [Int]) -> [Int]? {
    var axes: [Int] = []
    for (dimension, extent) in outer.enumerated() {
      if axes.count < inner.count && inner[axes.count] == extent {
        axes.append(dimension)
      } else if extent != 1 {
        return nil
      }
    }
    return axes.count == inner.count ? axes : nil
  }

  /// Returns the extents that tensors broadcast to; throws where there are none.
  func commonExtents(_ tensors: [Tensor]) throws(Diagnostic) -> [Int] {
    var result: [Int] = []
    for tensor in tensors {
      let rank = max(result.count, tensor.rank)
      let a = [Int](repeating: 1, count: rank - result.count) + result
      let b = [Int](repeating: 1, count: rank - tensor.rank) + tensor.extents
      result = []
      for (left, right) in zip(a, b) {
        if left != right && left != 1 && right != 1 {
          let types = tensors.map { "\($0.type)" }.joined(separator: " and ")
          throw Diagnostic("operands \(types) do not broadcast: \(left) is not \(right)")
        }
        result.append(left == 1 ? right : left)
      }
    }
    return result
  }
}
