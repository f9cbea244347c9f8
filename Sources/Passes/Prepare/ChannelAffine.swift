import GraphIR

/// A chain of additions and multiplications by one fixed number per channel, behind a convolution:
/// bias, batch norm in inference form, and what else is x · scale + shift.
struct ChannelAffine {
  /// What a node of the chain does with the value before it, x.
  enum Step {
    /// −x
    case negate
    /// x ∘ c for `add`, `subtract`, `multiply` or `divide`.
    case apply(String, Value)
    /// c − x
    case subtractFrom(Value)

    /// `true` iff the step changes the scale.
    var scales: Bool {
      switch self {
      case .negate, .subtractFrom: true
      case .apply(let function, _): function == "multiply" || function == "divide"
      }
    }
  }

  /// The convolution.
  let anchor: Value
  /// The steps in order; a value in them has one element for each channel, or one in all.
  private(set) var steps: [Step] = []
  /// The last node of the chain.
  private(set) var end: Value

  /// The longest chain behind `anchor` whose intermediate values have no other use; nil where it
  /// neither scales nor adds twice.
  init?(_ anchor: Value, _ graph: Graph, _ uses: Uses, isFixed: [Bool]) {
    self.anchor = anchor
    end = anchor
    while let user = uses.onlyUser(of: end), let step = Self.step(user, of: end, graph, isFixed) {
      steps.append(step)
      end = user
    }
    if steps.count < 2 && !steps.contains(where: \.scales) { return nil }
  }

  private static func step(_ user: Value, of x: Value, _ graph: Graph, _ isFixed: [Bool]) -> Step? {
    let node = graph[user]
    guard let op = node.op as? Pointwise else { return nil }
    if op.function == "negate" { return .negate }
    guard node.operands.count == 2, node.operands[0] != node.operands[1] else { return nil }
    let isFirst = node.operands[0] == x
    let other = node.operands[isFirst ? 1 : 0]
    guard isFixed[other.index], let channels = channels(other, graph) else { return nil }
    switch op.function {
    case "add", "multiply": return .apply(op.function, channels)
    case "subtract": return isFirst ? .apply("subtract", channels) : .subtractFrom(channels)
    case "divide": return isFirst ? .apply("divide", channels) : nil
    default: return nil
    }
  }

  /// Returns what a value repeats in all but its channels.
  private static func channels(_ value: Value, _ graph: Graph) -> Value? {
    let node = graph[value]
    let channelCount = node.type.extents[1]
    if let broadcast = node.op as? Broadcast {
      let source = graph[node.operands[0]].type
      let isPerChannel = zip(broadcast.axes, source.extents).allSatisfy { $0 == 1 || $1 == 1 }
      return isPerChannel ? node.operands[0] : nil
    }
    return node.type.count == channelCount ? value : nil
  }
}

extension ChannelAffine {
  /// Adds nodes that compute scale and shift, of type [channels], in the order of the steps; nil
  /// where the scale is 1 or the shift 0.
  func emit(_ rewriter: inout Rewriter) throws(Diagnostic) -> (scale: Value?, shift: Value?) {
    let extents = [rewriter.source[anchor].type.extents[1]]
    var (scale, shift) = (try firstScale(extents, &rewriter), Value?.none)
    for step in steps {
      switch step {
      case .negate:
        scale = try Self.apply("negate", scale, rewriter: &rewriter)
        shift = try Self.apply("negate", shift, rewriter: &rewriter)
      case .subtractFrom(let value):
        let c = try Self.vector(value, extents, &rewriter)
        scale = try Self.apply("negate", scale, rewriter: &rewriter)
        shift = shift == nil ? c : try Self.apply("subtract", c, shift, rewriter: &rewriter)
      case .apply(let function, let value):
        let c = try Self.vector(value, extents, &rewriter)
        if function == "multiply" || function == "divide" {
          scale = scale == nil ? c : try Self.apply(function, scale, c, rewriter: &rewriter)
          shift = shift == nil ? nil : try Self.apply(function, shift, c, rewriter: &rewriter)
        } else if shift != nil {
          shift = try Self.apply(function, shift, c, rewriter: &rewriter)
        } else {
          shift = function == "add" ? c : try Self.apply("negate", c, rewriter: &rewriter)
        }
      }
    }
    return (scale, shift)
  }

  /// Returns ones where the first step that scales needs a scale to begin with: all but `multiply`.
  private func firstScale(_ extents: [Int], _ rewriter: inout Rewriter) throws(Diagnostic) -> Value?
  {
    guard let first = steps.first(where: \.scales) else { return nil }
    if case .apply("multiply", _) = first { return nil }
    let type = rewriter.source[anchor].type.elementType
    let one = try rewriter.append(Constant(NDArray(type, [], [1])))
    return try rewriter.append(Broadcast(extents: extents, axes: []), [one])
  }

  /// Returns the function of the values that are there; nil where there is none.
  private static func apply(_ function: String, _ x: Value?..., rewriter: inout Rewriter)
    throws(Diagnostic) -> Value?
  {
    let operands = x.compactMap { $0 }
    return operands.isEmpty ? nil : try rewriter.append(Pointwise(function), operands)
  }

  /// Returns a value of `source` as a vector in the new graph, repeated where it has one element.
  private static func vector(_ value: Value, _ extents: [Int], _ rewriter: inout Rewriter)
    throws(Diagnostic) -> Value
  {
    let type = rewriter.source[value].type
    if type.extents == extents { return rewriter[value] }
    if type.count == extents[0] {
      return try rewriter.append(Reshape(extents: extents), [rewriter[value]])
    }
    let scalar =
      type.rank == 0
      ? rewriter[value] : try rewriter.append(Reshape(extents: []), [rewriter[value]])
    return try rewriter.append(Broadcast(extents: extents, axes: []), [scalar])
  }
}
