import GraphIR

/// - To the same type → x.
/// - A cast of a lossless cast → one cast.
extension Cast: Simplifiable {
  func simplified(_ node: Node, _ rewriter: inout Rewriter) throws(Diagnostic) -> Value? {
    let x = rewriter.graph[node.operands[0]]
    if x.type == node.type { return node.operands[0] }
    guard x.op is Cast else { return nil }
    let source = rewriter.graph[x.operands[0]].type.elementType
    let middle = x.type.elementType
    if !source.isLossless(to: middle) { return nil }
    // Integers wrap on their way to integers, floats saturate: a float between both may matter.
    let saturates =
      !source.isFloatingPoint && middle.isFloatingPoint && elementType.isInteger
      && !source.isLossless(to: elementType)
    if saturates { return nil }
    return source == elementType
      ? x.operands[0] : try rewriter.replace(with: self, x.operands)
  }
}

extension ElementType {
  /// `true` iff the other type has all values of this one.
  func isLossless(to other: ElementType) -> Bool {
    if self == other || self == .bool { return true }
    if other == .bool { return false }
    if isFloatingPoint {
      return other == .f64 || (other == .f32 && byteCount == 2)
    }
    if other.isFloatingPoint {
      return magnitudeBits <= other.significandBits
    }
    return (!other.isUnsigned || isUnsigned) && magnitudeBits <= other.magnitudeBits
  }

  /// The bits of the largest magnitude of an integer, but for the least number.
  private var magnitudeBits: Int { 8 * byteCount - (isUnsigned ? 0 : 1) }

  /// The number of bits of a float's significand, with the leading one.
  private var significandBits: Int {
    switch self {
    case .f16: 11
    case .bf16: 8
    case .f32: 24
    default: 53
    }
  }
}
