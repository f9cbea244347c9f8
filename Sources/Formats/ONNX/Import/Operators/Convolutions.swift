import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Convolutions, and what arranges their windows.
  static let convolutions: [ONNXOperator] = []
}
