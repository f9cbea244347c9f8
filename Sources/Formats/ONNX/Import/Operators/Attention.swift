import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Attention, and what encodes positions for it.
  static let attention: [ONNXOperator] = [
    ONNXOperator("Attention") { (call) throws(Diagnostic) in try AttentionCall(call).results() },
    ONNXOperator("RotaryEmbedding") { (call) throws(Diagnostic) in try call.rotaryEmbedding() },
    ONNXOperator("LinearAttention") { (call) throws(Diagnostic) in try call.linearAttention() },
  ]
}

/// The scaled dot-product attention of a node: softmax(Q · Kᵀ · scale + bias) · V, where the
/// queries of several heads may share keys and values.
struct AttentionCall {
  /// The node.
  let call: OperatorCall
  /// The queries [N, H, S, D], the keys [N, H / G, T, D] and the values [N, H / G, T, E], each with
  /// those of earlier calls in front.
  let queries, keys, values: Tensor
  /// The number of positions of earlier calls.
  let pastCount: Int
  /// `true` iff the heads are inside of the last dimension of queries and result.
  private let isPacked: Bool

  /// The number of queries and keys.
  var counts: (queries: Int, keys: Int) { (queries.extents[2], keys.extents[2]) }

  /// The operands of a node.
  init(_ call: OperatorCall) throws(Diagnostic) {
    self.call = call
    let q = try call.operand(0)
    isPacked = q.rank == 3
    queries = try call.inHeads(q, call.int("q_num_heads"), "queries")
    let k = try call.inHeads(try call.operand(1), call.int("kv_num_heads"), "keys")
    let v = try call.inHeads(try call.operand(2), call.int("kv_num_heads"), "values")
    let past = (call.optional(4), call.optional(5))
    if (past.0 == nil) != (past.1 == nil) {
      throw Diagnostic("has only one of past_key and past_value, expected both or none")
    }
    keys = try Self.joined(past.0, k, "past_key")
    values = try Self.joined(past.1, v, "past_value")
    pastCount = keys.extents[2] - k.extents[2]
    let (queryHeads, heads) = (queries.extents[1], keys.extents[1])
    if heads < 1 || queryHeads % heads != 0 || values.extents[1] != heads
      || values.extents[2] != keys.extents[2]
    {
      throw Diagnostic(
        "queries are \(queries.type), keys \(keys.type) and values \(values.type), expected as "
          + "many keys as values, and heads that divide those of the queries")
    }
  }

  /// Returns the positions of earlier calls and of this one.
  private static func joined(_ past: Tensor?, _ x: Tensor, _ name: String) throws(Diagnostic)
    -> Tensor
  {
    guard let past else { return x }
    if past.rank != 4 { throw Diagnostic("\(name) is \(past.type), expected four dimensions") }
    return concatenate([past, x], axis: 2)
  }

  /// The labels of dimensions: samples, heads of keys, queries of one head, positions of queries
  /// and of keys, and the numbers of each.
  private static let labels = (n: 0, h: 1, g: 2, s: 3, t: 4, d: 5, e: 6)

  /// Returns what the queries find, the keys and values with those of earlier calls, and the
  /// products of queries and keys at the stage that is asked for.
  func results() throws(Diagnostic) -> [Tensor] {
    let type = queries.elementType
    let scores = try scores()
    let cap = call.float("softcap", 0)
    let capped = cap > 0 ? (scores / cap).tanh() * cap : scores
    let bias = try bias()
    let biased = bias.map { capped + $0.tensor } ?? capped
    let weights = try weights(of: biased, bias)
    let stages = [scores, capped, biased, weights]
    let stage = call.int("qk_matmul_output_mode", 0)
    if !stages.indices.contains(stage) {
      throw Diagnostic("qk_matmul_output_mode is \(stage), expected 0 ... 3")
    }
    return [
      try found(by: weights).cast(to: type), keys, values, stages[stage].cast(to: type),
    ]
  }

  /// The extents of a tensor with an entry for each query, [N, H / G, G, S, `inner`].
  private func grouped(_ inner: Int) -> [Int] {
    let heads = keys.extents[1]
    return [queries.extents[0], heads, queries.extents[1] / heads, queries.extents[2], inner]
  }

  /// Returns the scaled products of queries and keys, [N, H, S, T].
  private func scores() throws(Diagnostic) -> Tensor {
    let (l, width) = (Self.labels, queries.extents[3])
    let scale = call.float("scale") ?? 1 / Double(max(width, 1)).squareRoot()
    let products = try LabelledTensor.sum(
      of: [
        LabelledTensor(
          (queries.widened * scale).reshape(grouped(width)), [l.n, l.h, l.g, l.s, l.d]),
        LabelledTensor(keys.widened, [l.n, l.h, l.t, l.d]),
      ], to: [l.n, l.h, l.g, l.s, l.t])
    return products.reshape(Array(queries.extents[..<3]) + [counts.keys])
  }

  /// Returns the share of each key in what a query finds.
  private func weights(of scores: Tensor, _ bias: Bias?) throws(Diagnostic) -> Tensor {
    let weights = scores.cast(to: try softmaxType()).softmax(axis: 3).cast(to: scores.elementType)
    guard let bias, bias.mayHideAll else { return weights }
    // Where all keys are hidden the softmax is no number.
    let isHidden = bias.tensor.max(axes: [-1], keepDimensions: true).equal(to: -.infinity)
    return select(isHidden, weights.filled(with: 0), weights)
  }

  /// Returns the values, summed with the weights of their keys.
  private func found(by weights: Tensor) throws(Diagnostic) -> Tensor {
    let l = Self.labels
    let (heads, width) = (queries.extents[1], values.extents[3])
    try call.requireSize([heads, width], .f64)
    let sums = try LabelledTensor.sum(
      of: [
        LabelledTensor(weights.reshape(grouped(counts.keys)), [l.n, l.h, l.g, l.s, l.t]),
        LabelledTensor(values.widened, [l.n, l.h, l.t, l.e]),
      ], to: isPacked ? [l.n, l.s, l.h, l.g, l.e] : [l.n, l.h, l.g, l.s, l.e])
    return sums.reshape(
      isPacked
        ? [queries.extents[0], counts.queries, heads * width]
        : queries.extents[..<3] + [width])
  }

  /// Returns the type in which the softmax is computed: for 16-bit operands f32 at least, as all.
  private func softmaxType() throws(Diagnostic) -> ElementType {
    let type = queries.elementType
    guard let given = try call.elementType("softmax_precision") else {
      return type.byteCount < 4 ? .f32 : type
    }
    if !given.isFloatingPoint {
      throw Diagnostic("softmax_precision is \(given.rawValue), expected a float")
    }
    return type.byteCount < 4 && given.byteCount < 4 ? .f32 : given
  }
}

extension OperatorCall {
  /// Returns a tensor [N, S, heads · D] as [N, heads, S, D]; one of four dimensions is that
  /// already.
  func inHeads(_ x: Tensor, _ heads: Int?, _ name: String) throws(Diagnostic) -> Tensor {
    if x.rank == 4 { return x }
    guard x.rank == 3, let heads, heads > 0, x.extents[2] % heads == 0 else {
      throw Diagnostic(
        "\(name) are \(x.type) in \(heads.map(String.init) ?? "an unknown number of") heads, "
          + "expected [N, H, S, D], or [N, S, H · D] with a number of heads that divides it")
    }
    return x.reshape([x.extents[0], x.extents[1], heads, x.extents[2] / heads])
      .transpose([0, 2, 1, 3])
  }
}
