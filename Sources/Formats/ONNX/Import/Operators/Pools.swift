import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Reductions of windows over images.
  static let pools: [ONNXOperator] = [
    ONNXOperator("AveragePool") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let window = try call.poolWindows(over: x)
      return .apply(
        AveragePool(
          window: window.size, stride: window.stride, dilation: window.dilation,
          padding: window.padding, ceilMode: call.flag("ceil_mode"),
          countIncludePad: call.flag("count_include_pad")), [x])
    },
    ONNXOperator("MaxPool", results: { (call) throws(Diagnostic) in try call.maxPool() }),
    ONNXOperator("MaxUnpool") { (call) throws(Diagnostic) in try call.maxUnpool() },
    ONNXOperator("LpPool") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      let window = try call.poolWindows(over: x)
      return try call.powerNorm(of: x) { $0.windowSums(window, ceil: call.flag("ceil_mode")) }
    },
    ONNXOperator("GlobalAveragePool") { (call) throws(Diagnostic) in
      try call.operand(0).globalAveragePool()
    },
    ONNXOperator("GlobalMaxPool") { (call) throws(Diagnostic) in
      try call.operand(0).globalMaxPool()
    },
    ONNXOperator("GlobalLpPool") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      if x.rank < 3 {
        throw Diagnostic("the image is \(x.type), expected [N, C, S…] with a spatial dimension")
      }
      return try call.powerNorm(of: x) { $0.sum(axes: Array(2..<x.rank), keepDimensions: true) }
    },
  ]
}

extension OperatorCall {
  /// Returns the windows of a pool.
  func poolWindows(over x: Tensor) throws(Diagnostic) -> WindowAttributes {
    try windows(over: x, size: try kernelShape())
  }

  /// Returns the attribute `kernel_shape`; throws where it is not given.
  func kernelShape() throws(Diagnostic) -> [Int] {
    if let size = ints("kernel_shape") { return size }
    throw Diagnostic("has no kernel_shape, expected an extent for each spatial dimension")
  }

  /// Returns (Σ |x|ᵖ)^(1/p) with sums by `body`; 16-bit floats are computed in f32.
  func powerNorm(of x: Tensor, _ body: (Tensor) -> Tensor) throws(Diagnostic) -> Tensor {
    let p = int("p", 2)
    if p < 1 { throw Diagnostic("p is \(p), expected 1 or more") }
    let wide = x.widened
    let powers = p == 1 ? wide.abs() : p == 2 ? wide.square() : wide.abs().power(Double(p))
    let sums = body(powers)
    let result = p == 1 ? sums : p == 2 ? sums.sqrt() : sums.power(1 / Double(p))
    return result.cast(to: x.elementType)
  }
}

extension Tensor {
  /// The tensor, in f32 where it has 16-bit floats.
  var widened: Tensor {
    elementType.isFloatingPoint && elementType.byteCount < 4 ? cast(to: .f32) : self
  }

  /// Returns the sums of windows over an image, where nothing is around it.
  fileprivate func windowSums(_ attributes: WindowAttributes, ceil: Bool) -> Tensor {
    // Every tap counts where windows that stick out reach into padding only, so that the mean times
    // the number of taps is the sum.
    let padding = attributes.windows.enumerated().map { dimension, window in
      let extent = extents[dimension + 2]
      let needed =
        window.start(window.resultExtent(extent, ceil: ceil) - 1) + window.span - extent
      return Edges(window.padding.low, Swift.max(window.padding.high, needed))
    }
    let mean = Tensor.apply(
      AveragePool(
        window: attributes.size, stride: attributes.stride, dilation: attributes.dilation,
        padding: padding, countIncludePad: true), [self])
    return mean * attributes.size.reduce(1) { $0 * Double($1) }
  }
}
