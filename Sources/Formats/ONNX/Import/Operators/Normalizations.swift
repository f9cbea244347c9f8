import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that normalise by statistics.
  static let normalizations: [ONNXOperator] = []
}
