import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that change the extents or the order of elements.
  static let shapes: [ONNXOperator] = []
}
