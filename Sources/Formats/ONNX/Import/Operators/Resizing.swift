import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that sample images at other places.
  static let resizing: [ONNXOperator] = []
}
