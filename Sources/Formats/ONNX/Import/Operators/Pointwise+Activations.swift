import Frontend
import GraphIR

extension ONNXOperator {
  /// Activations of each element by itself.
  static let activations: [ONNXOperator] = [
    map("Relu", "relu"), map("Sigmoid", "sigmoid"), map("Softplus", "softplus"),
    map("Softsign", "softsign"), map("Mish", "mish"), map("HardSwish", "hard_swish"),
    map("LeakyRelu", "leaky_relu", [("alpha", 0.01)]), map("Elu", "elu", [("alpha", 1)]),
    map("Celu", "celu", [("alpha", 1)]),
    map("ThresholdedRelu", "thresholded_relu", [("alpha", 1)]),
    map("HardSigmoid", "hard_sigmoid", [("alpha", 0.2), ("beta", 0.5)]),
    ONNXOperator("Selu") { (call) throws(Diagnostic) in
      let plain = Pointwise("selu").parameters.map(\.value)
      // Both are given in more digits than f32 has.
      let given = ["alpha", "gamma"].enumerated().map { index, name in
        call.attributes[name].map { Float(plain[index]) == $0.f ? plain[index] : Double($0.f) }
          ?? plain[index]
      }
      return try call.operand(0).map("selu", given.map { Scalar($0) })
    },
    ONNXOperator("Gelu") { (call) throws(Diagnostic) in
      let function = try call.choice("approximate", "none", ["none": "gelu", "tanh": "gelu_tanh"])
      return try call.operand(0).map(function)
    },
    ONNXOperator("Swish") { (call) throws(Diagnostic) in
      let (x, alpha) = (try call.operand(0), call.float("alpha", 1))
      return alpha == 1 ? x.map("silu") : .zip("multiply", x, (x * alpha).map("sigmoid"))
    },
    ONNXOperator("Shrink") { (call) throws(Diagnostic) in
      let (x, bias, bound) = (
        try call.operand(0), call.float("bias", 0), call.float("lambd", 0.5)
      )
      // Integers are compared with a fraction, and shifted by one, as floats.
      let wide = x.elementType.isFloatingPoint ? x : x.converted(to: .f64)
      let inner = wide.filled(with: 0)
      let low = select(wide.less(than: -bound), wide + bias, inner)
      return select(wide.greater(than: bound), wide - bias, low).converted(to: x.elementType)
    },
    ONNXOperator("PRelu") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      var slope = try call.operand(1)
      // Before version 7 a slope for each channel had one dimension.
      if call.version < 7, slope.rank == 1, x.rank > 1, slope.extents[0] == x.extents[1] {
        slope = slope.broadcast(to: x.extents, axes: [1])
      }
      if slope.rank > x.rank {
        throw Diagnostic("slope is \(slope.type), expected one that broadcasts to \(x.type)")
      }
      let pair = try call.aligned([x, slope])
      if x.elementType.isFloatingPoint { return .zip("prelu", pair[0], pair[1]) }
      return select(pair[0].less(than: 0), .zip("multiply", pair[0], pair[1]), pair[0])
    },
  ]
}
