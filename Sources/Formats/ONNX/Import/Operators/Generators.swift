import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that make tensors of nothing, or convert elements.
  static let generators: [ONNXOperator] = []
}
