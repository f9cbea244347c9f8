import Frontend
import GraphIR

/// A recurrence in place of softmax: each position updates a matrix for each head, which queries
/// are multiplied with (Katharopoulos et al., 2020; with decay and corrections Yang et al., 2024).
///
/// S ← exp(g) · S; v ← β · (v − Sᵀ · k); S ← S + k ⊗ v; y = scale · Sᵀ · q, where decay g and the
/// correction by β are parts of some rules only. The positions are written out one by one, in f32
/// at least.
private struct LinearAttention {
  /// The most positions that are written out.
  static let limit = 1024

  /// The queries [N, T, H, G, D], the keys [N, T, H, D], the values [N, T, H, E].
  let queries, keys, values: Tensor
  /// The logarithms of the decay, [N, T, H, D or 1]; nil where there is none.
  let decay: Tensor?
  /// The rates of corrections, [N, T, H or 1, 1]; nil where there are none.
  let rates: Tensor?
  /// The number that results are multiplied with.
  let scale: Double

  /// Returns the results [N, T, H, G, E] and the last state, from a first one [N, H, D, E].
  func run(from first: Tensor) throws(Diagnostic) -> (Tensor, Tensor) {
    let (n, h, g, d, e) = (0, 1, 2, 3, 4)
    var state = first
    var results: [Tensor] = []
    for position in 0..<keys.extents[1] {
      func at(_ x: Tensor) -> Tensor { x.slice(axis: 1, position..<position + 1).squeeze(axis: 1) }
      let (q, k) = (at(queries), at(keys))
      var v = at(values)
      if let decay { state = state * at(decay).exp().unsqueeze(axis: 3) }
      if let rates {
        let found = try LabelledTensor.sum(
          of: [LabelledTensor(state, [n, h, d, e]), LabelledTensor(k, [n, h, d])], to: [n, h, e])
        v = at(rates) * (v - found)
      }
      state =
        try state
        + LabelledTensor.sum(
          of: [LabelledTensor(k, [n, h, d]), LabelledTensor(v, [n, h, e])], to: [n, h, d, e])
      let result = try LabelledTensor.sum(
        of: [LabelledTensor(q, [n, h, g, d]), LabelledTensor(state, [n, h, d, e])],
        to: [n, h, g, e])
      results.append((result * scale).unsqueeze(axis: 1))
    }
    return (concatenate(results, axis: 1), state)
  }
}

extension OperatorCall {
  /// Returns the results of a recurrence in place of softmax, and its last state.
  func linearAttention() throws(Diagnostic) -> [Tensor] {
    let (q, k, v) = (try operand(0), try operand(1), try operand(2))
    let (queryHeads, heads) = (int("q_num_heads", 0), int("kv_num_heads", 0))
    let isThree = [q, k, v].allSatisfy { $0.rank == 3 && $0.extents[..<2] == q.extents[..<2] }
    if !isThree || heads < 1 || queryHeads < 1 || queryHeads % heads != 0
      || q.extents[2] % queryHeads != 0 || k.extents[2] % heads != 0 || v.extents[2] % heads != 0
    {
      throw Diagnostic(
        "operands are \(q.type), \(k.type) and \(v.type) in \(queryHeads) and \(heads) heads, "
          + "expected [N, T, H · D] each")
    }
    if !(1...LinearAttention.limit).contains(q.extents[1]) {
      throw Diagnostic(
        "has \(q.extents[1]) positions, expected 1 to \(LinearAttention.limit)"
      )
    }
    let rule = try choice(
      "update_rule", "gated_delta",
      [
        "linear": (false, false), "gated": (true, false), "delta": (false, true),
        "gated_delta": (true, true),
      ])
    if (optional(4) != nil) != rule.0 || (optional(5) != nil) != rule.1 {
      throw Diagnostic(
        "update_rule does not fit the operands: expected decay \(rule.0 ? "" : "not ")"
          + "to be given, and beta \(rule.1 ? "" : "not ")to be")
    }
    let size = q.extents[2] / queryHeads
    func parted(_ x: Tensor, _ inner: [Int]) -> Tensor {
      x.widened.reshape([x.extents[0], x.extents[1]] + inner)
    }
    func parted(_ x: Tensor, per heads: Int, _ name: String) throws(Diagnostic) -> Tensor {
      if x.rank != 3 || x.extents[..<2] != q.extents[..<2] || heads < 1 || x.extents[2] % heads != 0
      {
        throw Diagnostic("\(name) is \(x.type), expected [N, T, H] or [N, T, H · D]")
      }
      return parted(x, [heads, x.extents[2] / heads])
    }
    let width = v.extents[2] / heads
    try requireSize([queryHeads, width], .f64)
    let scale = float("scale", 0)
    let recurrence = LinearAttention(
      queries: parted(q, [heads, queryHeads / heads, size]),
      keys: parted(k, [heads, k.extents[2] / heads]), values: parted(v, [heads, width]),
      decay: try optional(4).map { (x) throws(Diagnostic) in try parted(x, per: heads, "decay") },
      rates: try optional(5).map { (x) throws(Diagnostic) in
        try parted(x, per: x.extents.last ?? 0, "beta")
      },
      scale: scale == 0 ? 1 / Double(max(size, 1)).squareRoot() : scale)
    let first =
      optional(3)?.widened
      ?? constant(0, q.widened.elementType).expanded(to: [q.extents[0], heads, size, width])
    if first.extents != [q.extents[0], heads, size, width] {
      throw Diagnostic(
        "the state is \(first.type), expected extents \([q.extents[0], heads, size, width])")
    }
    let (result, last) = try recurrence.run(from: first)
    return [
      result.reshape([q.extents[0], q.extents[1], queryHeads * width]).cast(to: q.elementType),
      last.cast(to: optional(3)?.elementType ?? q.elementType),
    ]
  }
}
