import Frontend
import GraphIR

extension ONNXOperator {
  /// Functions of each element by itself.
  static let pointwise: [ONNXOperator] = [
    ONNXOperator("Identity") { (call) throws(Diagnostic) in try call.operand(0) }
  ]
}
