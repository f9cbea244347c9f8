import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that reduce a window of an image.
  static let pools: [ONNXOperator] = []
}
