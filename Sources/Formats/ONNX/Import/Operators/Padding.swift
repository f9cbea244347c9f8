import Frontend
import GraphIR
import NDArrays

extension OperatorCall {
  /// Pad: cells added around the tensor or, where negative, cut off.
  func padded() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    let edges = try edges(of: x)
    let mode = string("mode") ?? "constant"
    let cut = edges.map { Edges(min($0.low, 0), min($0.high, 0)) }
    let added = edges.map { Edges(max($0.low, 0), max($0.high, 0)) }
    if mode == "wrap" { return try x.padded(cut, .constant).wrapped(added) }
    let modes: [String: Pad.Mode] = [
      "constant": .constant, "reflect": .reflect, "edge": .replicate,
    ]
    guard let known = modes[mode] else {
      throw Diagnostic("mode is '\(mode)', expected constant, reflect, edge or wrap")
    }
    if known == .constant { return x.padded(edges, known, try paddingValue()) }
    // What is cut off is not reflected either.
    return x.padded(cut, .constant).padded(added, known)
  }

  /// Returns the cells at both ends of each dimension.
  private func edges(of x: Tensor) throws(Diagnostic) -> [Edges] {
    let pads = version < 11 ? ints("pads") ?? ints("paddings") ?? [] : try integers(1)
    let given = version < 18 ? nil : try optionalIntegers(3)
    let axes = try dimensions(given ?? Array(0..<x.rank), rank: x.rank)
    let bound = 1 << 31
    if pads.count != 2 * axes.count || pads.contains(where: { $0 <= -bound || $0 >= bound }) {
      throw Diagnostic("pads are \(pads), expected 2 numbers for each of \(axes.count) dimensions")
    }
    var edges = [Edges](repeating: .none, count: x.rank)
    for (position, axis) in axes.enumerated() {
      edges[axis] = Edges(pads[position], pads[position + axes.count])
    }
    return edges
  }

  private func paddingValue() throws(Diagnostic) -> Double {
    if version < 11 { return float("value", 0) }
    return try optionalNumber(2) ?? 0
  }
}

extension Tensor {
  /// Returns the tensor with cells added or cut off.
  fileprivate func padded(_ edges: [Edges], _ mode: Pad.Mode, _ value: Double = 0) -> Tensor {
    if edges.allSatisfy({ $0 == .none }) { return self }
    let interior = [Int](repeating: 0, count: rank)
    return .apply(Pad(edges: edges, interior: interior, mode: mode, value: Scalar(value)), [self])
  }

  /// Returns the tensor repeated around itself, as far as `edges` say.
  fileprivate func wrapped(_ edges: [Edges]) throws(Diagnostic) -> Tensor {
    var result = self
    for (axis, edge) in edges.enumerated() where edge != .none {
      let extent = extents[axis]
      let count = extent + edge.low + edge.high
      if extent == 0 || count > 1 << 24 {
        throw Diagnostic("dimension \(axis) of \(type) does not wrap to an extent of \(count)")
      }
      let indices = (0..<count).map { index in
        let rest = (index - edge.low) % extent
        return rest < 0 ? rest + extent : rest
      }
      result = .apply(Take(axis: axis, indices: indices), [result])
    }
    return result
  }
}
