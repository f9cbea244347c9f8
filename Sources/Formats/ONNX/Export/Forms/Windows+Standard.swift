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
    return call.node("Conv", call.operands, attributes(Array(call.types[1].extents.dropFirst(2))))
  }

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
    return call.node(
      "ConvTranspose", call.operands, attributes(Array(call.types[1].extents.dropFirst(2))))
  }

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

extension Resize: StandardForm {
  func standard(_ call: StandardCall) -> String {
    var attributes: [NodeAttribute] = [
      .string("mode", mode.rawValue),
      .string("coordinate_transformation_mode", coordinates.rawValue),
    ]
    if mode == .nearest { attributes.append(.string("nearest_mode", rounding.rawValue)) }
    if mode == .cubic { attributes.append(.float("cubic_coeff_a", cubic.value)) }
    if !scales.isEmpty {
      let factors = NDArray(narrowing: [1, 1] + scales.map(\.value), to: .f32, [scales.count + 2])
      return call.node(
        "Resize", [call[0], "", call.nodes.constant(factors, "scales")], attributes)
    }
    return call.node(
      "Resize", [call[0], "", "", call.integers(call.result.extents, "sizes")], attributes)
  }

  /// A matrix along each dimension: any mode and any scale.
  func general(_ call: StandardCall) -> String {
    var value = call[0]
    let type = call.result.elementType
    for dimension in extents.indices.reversed() {
      let axis = axis(dimension, of: call.types[0].extents)
      let target = dimension + 2
      if mode == .nearest {
        let cells = (0..<extents[dimension]).map { axis.taps($0)[0].cell }
        value = call.node(
          "Gather", [value, call.integers(cells, "cells")], [.int("axis", target)])
        continue
      }
      let extent = call.types[0].extents[target]
      var weights = [Double](repeating: 0, count: extents[dimension] * extent)
      for result in 0..<extents[dimension] {
        for tap in axis.taps(result) { weights[result * extent + tap.cell] += tap.weight }
      }
      let matrix = call.nodes.constant(
        NDArray(type, [extents[dimension], extent], weights), "weights")
      let letters = Array("abcdefghijklmnopqrstuvw".prefix(call.result.rank))
      let result = String(letters.map { $0 == letters[target] ? "z" : $0 })
      value = call.node(
        "Einsum", [value, matrix],
        [.string("equation", "\(String(letters)),z\(letters[target])->\(result)")])
    }
    return value
  }
}
