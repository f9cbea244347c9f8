import Frontend
import GraphIR

/// How an operator of the standard becomes ops of the graph.
struct ONNXOperator: Sendable {
  /// Appends what a node computes and returns its results, at least as many as are asked for.
  typealias Lowering = @Sendable (_ call: OperatorCall) throws(Diagnostic) -> [Tensor]

  /// The name in the standard's own domain.
  let name: String
  /// How it is lowered.
  let lower: Lowering

  /// An operator with any number of results.
  init(_ name: String, results lower: @escaping Lowering) {
    self.name = name
    self.lower = lower
  }

  /// An operator with one result.
  init(
    _ name: String, _ lower: @escaping @Sendable (_ call: OperatorCall) throws(Diagnostic) -> Tensor
  ) {
    self.name = name
    self.lower = { (call) throws(Diagnostic) in [try lower(call)] }
  }
}

extension ONNXOperator {
  /// All operators, by family.
  static let all: [ONNXOperator] = [
    pointwise, shapes, reductions, generators, indexing, resizing, convolutions, pools,
    normalizations, products, attention, losses,
  ].flatMap { $0 }

  /// All operators by name.
  static let named: [String: ONNXOperator] = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in preconditionFailure(first.name) })

  /// Why some operators have no lowering, by the beginning of their names.
  private static let refusals: [(prefixes: [String], reason: String)] = [
    (["Loop", "Scan"], "is control flow that depends on values"),
    (["Sequence", "SplitToSequence", "ConcatFromSequence", "Optional"], "works on sequences"),
    (["String", "Regex", "TfIdf", "LabelEncoder"], "works on strings"),
    (
      ["Quantize", "Dequantize", "DynamicQuantize", "QLinear", "MatMulInteger", "ConvInteger"],
      "is quantised"
    ),
    (["LSTM", "GRU", "RNN"], "is a recurrent layer"),
    (["NonMaxSuppression", "Unique"], "has a result whose extents depend on values"),
    (["ImageDecoder"], "decodes files"),
    (["Adagrad", "Adam", "Momentum", "Gradient"], "is a step of training"),
  ]

  /// Returns why an operator has no lowering.
  static func refusal(_ name: String, domain: String) -> String {
    if !domain.isEmpty { return "is an operator of the domain '\(domain)', which is not known" }
    for (prefixes, reason) in refusals where prefixes.contains(where: name.hasPrefix) {
      return reason
    }
    return "is an operator that is not known"
  }
}
