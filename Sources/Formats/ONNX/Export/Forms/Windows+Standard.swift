import GraphIR
import NDArrays

extension [Edges] {
  /// The cells in the order of the standard: all before, then all after.
  var onnx: [Int] { map(\.low) + map(\.high) }
}

extension Convolution: StandardForm {
  func standard(_ call: StandardCall) -> String {
    // The standard convolves floats only; f64 holds the products of integers below 2^53 exactly.
    let type = call.result.elementType
    if !type.isFloatingPoint {
      return call.cast(standard(call.casting(to: .f64)), .f64, to: type)
    }
    let kernel = Array(call.types[1].extents.dropFirst(2))
    if isStandard { return call.node("Conv", call.operands, attributes(kernel)) }
    // What padding cuts off is cut off before.
    let cut = [0, 0] + padding.map { min($0.low, 0) } + [0, 0] + padding.map { min($0.high, 0) }
    let image = call.node("Pad", [call[0], call.integers(cut, "cut")])
    let rest = Convolution(
      stride: stride, dilation: dilation,
      padding: padding.map { Edges(max($0.low, 0), max($0.high, 0)) }, groups: groups)
    return call.node("Conv", [image, call[1]], rest.attributes(kernel))
  }

  /// `true` iff the standard has such a convolution: its padding cuts nothing off.
  var isStandard: Bool { padding.allSatisfy { $0.low >= 0 && $0.high >= 0 } }

  /// Returns the attributes for a kernel of the given extents.
  func attributes(_ kernel: [Int]) -> [NodeAttribute] {
    [
      .ints("kernel_shape", kernel), .ints("strides", stride), .ints("dilations", dilation),
      .ints("pads", padding.onnx), .int("group", groups),
    ]
  }
}

extension TransposedConvolution: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.result.elementType
    if !type.isFloatingPoint {
      return call.cast(standard(call.casting(to: .f64)), .f64, to: type)
    }
    let kernel = Array(call.types[1].extents.dropFirst(2))
    if isStandard { return call.node("ConvTranspose", call.operands, attributes(kernel)) }
    // What padding adds is added afterwards.
    let rest = TransposedConvolution(
      stride: stride, dilation: dilation,
      padding: padding.map { Edges(max($0.low, 0), max($0.high, 0)) },
      outputPadding: outputPadding, groups: groups)
    let added =
      [0, 0] + padding.map { max(-$0.low, 0) } + [0, 0] + padding.map { max(-$0.high, 0) }
    let result = call.node("ConvTranspose", call.operands, rest.attributes(kernel))
    return call.node("Pad", [result, call.integers(added, "added")])
  }

  /// `true` iff the standard has such a convolution: its padding adds nothing.
  var isStandard: Bool { padding.allSatisfy { $0.low >= 0 && $0.high >= 0 } }

  /// Returns the attributes for a kernel of the given extents.
  func attributes(_ kernel: [Int]) -> [NodeAttribute] {
    [
      .ints("kernel_shape", kernel), .ints("strides", stride), .ints("dilations", dilation),
      .ints("pads", padding.onnx), .ints("output_padding", outputPadding), .int("group", groups),
    ]
  }
}

extension MaxPool: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.result.elementType
    if !type.isFloatingPoint && type != .i8 && type != .u8 {
      return call.cast(standard(call.casting(to: .f64)), .f64, to: type)
    }
    return call.node(
      "MaxPool", call.operands,
      [
        .ints("kernel_shape", window), .ints("strides", stride), .ints("dilations", dilation),
        .ints("pads", padding.onnx), .flag("ceil_mode", ceilMode),
      ])
  }
}

extension AveragePool: StandardForm {
  func standard(_ call: StandardCall) -> String {
    call.node(
      "AveragePool", call.operands,
      [
        .ints("kernel_shape", window), .ints("strides", stride), .ints("dilations", dilation),
        .ints("pads", padding.onnx), .flag("ceil_mode", ceilMode),
        .flag("count_include_pad", countIncludePad),
      ])
  }
}
