import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Losses of classification.
  static let losses: [ONNXOperator] = []
}
