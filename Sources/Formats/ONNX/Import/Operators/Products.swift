import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Sums of products over dimensions.
  static let products: [ONNXOperator] = [
    ONNXOperator("Gemm") { (call) throws(Diagnostic) in try call.generalProduct() },
    ONNXOperator("MatMul") { (call) throws(Diagnostic) in
      try call.matrixProduct(try call.operand(0), try call.operand(1))
    },
    ONNXOperator("Einsum") { (call) throws(Diagnostic) in
      let operands = try call.allOperands()
      let equation = try EinsumEquation(
        call.string("equation") ?? "", ranks: operands.map(\.rank))
      var labelled: [LabelledTensor] = []
      for (tensor, labels) in zip(operands, equation.operands) {
        labelled.append(LabelledTensor(tensor, labels))
      }
      return try LabelledTensor.sum(of: labelled, to: equation.result)
    },
  ]
}

extension OperatorCall {
  /// Returns alpha · A · B + beta · C, where A or B may be transposed.
  fileprivate func generalProduct() throws(Diagnostic) -> Tensor {
    let (a, b) = (try operand(0), try operand(1))
    if a.rank != 2 || b.rank != 2 {
      throw Diagnostic("operands are \(a.type) and \(b.type), expected two matrices")
    }
    let pair = [flag("transA") ? 0 : 1, flag("transB") ? 1 : 0]
    var result = Tensor.apply(Contract(contracting: [pair]), [a, b])
    let (alpha, beta) = (float("alpha", 1), float("beta", 1))
    if alpha != 1 { result = result * alpha }
    guard var c = optional(2), beta != 0 else { return result }
    if c.rank > 2 {
      throw Diagnostic("operand 2 is \(c.type), expected what broadcasts to \(result.type)")
    }
    if beta != 1 { c = c * beta }
    return .zip("add", result, c.expanded(to: result.extents))
  }

  /// Returns the matrix products of two tensors by NumPy's rule: a tensor of one dimension is a row
  /// on the left and a column on the right, and dimensions in front of matrices broadcast.
  fileprivate func matrixProduct(_ left: Tensor, _ right: Tensor) throws(Diagnostic) -> Tensor {
    if left.rank < 1 || right.rank < 1 {
      throw Diagnostic("operands are \(left.type) and \(right.type), expected a dimension or more")
    }
    let (row, inner, column) = (-1, -2, -3)
    func inFront(_ x: Tensor) -> [Int] { (0..<max(x.rank - 2, 0)).reversed() }
    let a = inFront(left) + (left.rank > 1 ? [row, inner] : [inner])
    let b = inFront(right) + (right.rank > 1 ? [inner, column] : [inner])
    let batch = left.rank > right.rank ? inFront(left) : inFront(right)
    let result = batch + [row, column].filter { a.contains($0) || b.contains($0) }
    return try LabelledTensor.sum(
      of: [LabelledTensor(left, a), LabelledTensor(right, b)], to: result)
  }
}
