import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Convolutions, and what arranges their windows.
  static let convolutions: [ONNXOperator] = [
    ONNXOperator("Conv") { (call) throws(Diagnostic) in
      let (x, weight) = (try call.operand(0), try call.operand(1))
      let size = try call.kernelSize(of: weight, for: x)
      let window = try call.windows(over: x, size: size)
      return x.convolution(
        weight: weight, bias: call.optional(2), stride: window.stride, dilation: window.dilation,
        padding: .edges(window.padding), groups: call.int("group", 1))
    },
    ONNXOperator("ConvTranspose") { (call) throws(Diagnostic) in
      let (x, weight) = (try call.operand(0), try call.operand(1))
      let size = try call.kernelSize(of: weight, for: x)
      let window = try call.transposedWindow(over: x, size: size)
      return x.transposedConvolution(
        weight: weight, bias: call.optional(2), stride: window.attributes.stride,
        dilation: window.attributes.dilation, padding: .edges(window.attributes.padding),
        outputPadding: window.outputPadding, groups: call.int("group", 1))
    },
    ONNXOperator("CausalConvWithState", results: causalConvolution),
  ]

  /// Returns the convolution of each channel with its own kernel, over the past and the present
  /// positions only, and the positions that the next call needs.
  private static let causalConvolution: Lowering = { (call) throws(Diagnostic) in
    let (x, weight) = (try call.operand(0), try call.operand(1))
    if x.rank != 3 || weight.rank != 3 {
      throw Diagnostic(
        "the image is \(x.type) and the kernel \(weight.type), expected [N, C, L] and [C, 1, K]")
    }
    let past = weight.extents[2] - 1
    let padded: Tensor
    if let state = call.optional(3) {
      if state.extents != [x.extents[0], x.extents[1], past] {
        throw Diagnostic(
          "the state is \(state.type), expected \(past) positions in front of \(x.type)")
      }
      padded = concatenate([state, x], axis: 2)
    } else {
      padded = x.padded(by: .edges([Edges(max(past, 0), 0)]))
    }
    let result = padded.convolution(
      weight: weight, bias: call.optional(2), groups: x.extents[1])
    let isGated = try call.choice(
      "activation", "none", ["none": false, "silu": true, "swish": true])
    return [
      isGated ? result.silu() : result,
      padded.slice(axis: 2, x.extents[2]..<max(padded.extents[2], x.extents[2])),
    ]
  }
}

extension OperatorCall {
  /// Returns the spatial extents of a kernel; throws where they are not those of `kernel_shape`.
  fileprivate func kernelSize(of weight: Tensor, for x: Tensor) throws(Diagnostic) -> [Int] {
    let size = Array(weight.extents.dropFirst(2))
    if weight.rank != x.rank {
      throw Diagnostic("the kernel is \(weight.type), expected as many dimensions as \(x.type)")
    }
    if let given = ints("kernel_shape"), !given.isEmpty, given != size {
      throw Diagnostic("kernel_shape is \(given), expected \(size) as the kernel \(weight.type)")
    }
    return size
  }

  /// Returns the windows of a transposed convolution: `output_shape` and `auto_pad` choose the
  /// cells that are cut off.
  fileprivate func transposedWindow(over x: Tensor, size: [Int]) throws(Diagnostic) -> (
    attributes: WindowAttributes, outputPadding: [Int]
  ) {
    let count = size.count
    try check(size, "the kernel", count, 1..<1 << 31)
    try check(Array(x.extents.dropFirst(2)), "the image", count, 1..<1 << 31)
    let (stride, dilation) = (try lengths("strides", count), try lengths("dilations", count))
    let given = ints("output_padding") ?? []
    var extra = given.isEmpty ? [Int](repeating: 0, count: count) : given
    try check(extra, "output_padding", count, 0..<1 << 31)
    let shape = try outputShape(count)
    let automatic = try automaticPadding()
    var padding = try explicitPadding(count)
    for i in 0..<count {
      let full = TransposedWindow(
        size: size[i], stride: stride[i], dilation: dilation[i], outputPadding: extra[i]
      ).resultExtent(x.extents[i + 2])
      switch (shape, automatic) {
      case (let shape?, _):
        padding[i] = automatic.edges(max(full - shape[i], 0))
        extra[i] += max(shape[i] - full, 0)
      case (nil, .same): padding[i] = automatic.edges(max(full - x.extents[i + 2] * stride[i], 0))
      case (nil, .valid): padding[i] = .none
      case (nil, .explicit): break
      }
    }
    let attributes = WindowAttributes(
      size: size, stride: stride, dilation: dilation, padding: padding)
    return (attributes, extra)
  }

  /// Returns the spatial extents that the attribute `output_shape` asks for; nil where it is not
  /// given.
  private func outputShape(_ count: Int) throws(Diagnostic) -> [Int]? {
    guard let given = ints("output_shape"), !given.isEmpty else { return nil }
    // Some exporters give N and C too.
    let shape = given.count == count + 2 ? Array(given.dropFirst(2)) : given
    try check(shape, "output_shape", count, 1..<1 << 31)
    return shape
  }
}
