import GraphIR
import NDArrays

extension Contract: StandardForm {
  func standard(_ call: StandardCall) throws(Diagnostic) -> String {
    let type = call.result.elementType
    if type.isNarrowInteger || type == .u64 {
      return call.cast(try standard(call.casting(to: .i64)), .i64, to: type)
    }
    let (a, b) = (call.types[0].rank, call.types[1].rank)
    if a == b && a >= 2 && batch == (0..<a - 2).map({ [$0, $0] })
      && contracting == [[a - 1, a - 2]]
    {
      return call.node("MatMul", call.operands)
    }
    return call.node("Einsum", call.operands, [.string("equation", try equation(a, b))])
  }

  /// Returns the product as Einsum spells it: a letter for each dimension.
  private func equation(_ a: Int, _ b: Int) throws(Diagnostic) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if a + b > letters.count {
      throw Diagnostic("contract: has \(a + b) dimensions, of which ONNX names \(letters.count)")
    }
    let left = Array(letters.prefix(a))
    var right = Array(letters[a..<a + b])
    for pair in batch + contracting { right[pair[1]] = left[pair[0]] }
    let inLeft = Set((batch + contracting).map { $0[0] })
    let inRight = Set((batch + contracting).map { $0[1] })
    let result =
      batch.map { left[$0[0]] } + left.indices.filter { !inLeft.contains($0) }.map { left[$0] }
      + right.indices.filter { !inRight.contains($0) }.map { right[$0] }
    return "\(String(left)),\(String(right))->\(String(result))"
  }
}
