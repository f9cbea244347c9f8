/// Elements of one of two tensors, by a condition.
///
///     %y = select(%c, %a, %b) : f32[2, 3]
///
/// y[i] = a[i] where c[i] is true, else b[i].
///
/// Which of both is needed is known only when the condition is: `reads` asks for both.
///
/// - C1: the condition is bool.
/// - C2: a and b have equal types and the extents of the condition.
public struct Select: Op {
  public static let mnemonic = "select"

  /// A selection.
  public init() {}

  public static func plain(rank: Int) -> Select { Select() }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(3, operands)
    let (condition, a, b) = (operands[0], operands[1], operands[2])
    try require(condition.elementType == .bool, "C1: condition is \(condition), expected bool")
    try require(
      a == b && a.extents == condition.extents,
      "C2: operands are \(condition), \(a) and \(b), expected equal types and extents")
    return a
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    operands.map { _ in part }
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let condition: [Int64] = operands[0].slice(part).widened()
    let (a, b) = (operands[1].slice(part), operands[2].slice(part))
    let size = a.elementType.byteCount
    var result = b
    result.withUnsafeMutableBytes { target in
      a.withUnsafeBytes { source in
        for i in condition.indices where condition[i] != 0 {
          for byte in i * size..<(i + 1) * size { target[byte] = source[byte] }
        }
      }
    }
    return result
  }
}
