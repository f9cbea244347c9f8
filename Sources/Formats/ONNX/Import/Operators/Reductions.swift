import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that reduce or scan dimensions.
  static let reductions: [ONNXOperator] = []
}
