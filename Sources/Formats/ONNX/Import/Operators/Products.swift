import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Matrix products.
  static let products: [ONNXOperator] = []
}
