import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that read or write at computed indices.
  static let indexing: [ONNXOperator] = []
}
