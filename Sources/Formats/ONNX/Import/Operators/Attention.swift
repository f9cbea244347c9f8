import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Attention and what prepares its operands.
  static let attention: [ONNXOperator] = []
}
