import NDArrays
import ONNXMessages
import Testing

@Suite struct `importing convolutions` {
  @Test func `padding that is the same in front, with dilation and groups`() {
    expectNode(
      "Conv", version: 11, [.wave([1, 2, 6]), .wave([2, 1, 2]), .wave([2])],
      [
        "group": .int(2), "dilations": .ints([2]), "strides": .ints([2]),
        "auto_pad": .string("SAME_LOWER"),
      ], gives: [NDArray(.f32, [1, 2, 3], [-1.5, -2.5, -10.25, 1, 4.75, -6.75])])
  }

  @Test func `valid padding`() {
    expectNode(
      "Conv", version: 11, [.wave([1, 1, 4, 4]), .wave([1, 1, 3, 2])],
      ["auto_pad": .string("VALID"), "kernel_shape": .ints([3, 2])],
      gives: [NDArray(.f32, [1, 1, 2, 3], [-0.25, 4.5, 6.5, 5, -1.25, -10.25])])
  }

  @Test func `a transposed convolution's result has the extents that are asked for`() {
    let attributes: [String: NodeAttribute] = ["strides": .ints([2]), "output_shape": .ints([6])]
    expectNode(
      "ConvTranspose", version: 11, [.wave([1, 1, 3]), .wave([1, 1, 3])], attributes,
      gives: [NDArray(.f32, [1, 1, 6], [-2.5, 0, 1, 1.5, -1, 1])])
    expectNode(
      "ConvTranspose", version: 11, [.wave([1, 1, 3]), .wave([1, 1, 4])],
      ["strides": .ints([2]), "output_shape": .ints([5]), "auto_pad": .string("SAME_UPPER")],
      gives: [NDArray(.f32, [1, 1, 5], [-2.5, 0, -5.25, 1.5, 1.5])])
    expectNode(
      "ConvTranspose", version: 11, [.wave([1, 1, 3, 3]), .wave([1, 2, 3, 3])],
      [
        "strides": .ints([2, 2]), "output_shape": .ints([6, 5]), "auto_pad": .string("SAME_LOWER"),
      ],
      gives: [
        NDArray(
          .f32, [1, 2, 6, 5],
          [
            -1.25, 6.25, 0.5, -4, -0.5, 2.5, 3.25, 0.5, -0.75, -1.5, 1.25, -2.5, 0.25, -4.5, -0.75,
            2, -6, 0, 1, -2, 1, -3, 0, -5, -1, 0, -4, 0, -4, 0, 2.5, -5.25, -1, 1.5, 1, 2.5, -10,
            -1.75, -2, 2.25, -2.5, 6.75, -0.5, -0.25, 1.5, -4.75, 0.25, -0.75, -2.75, 3.25, -2, 5,
            0, -2, 2, -3, 4, 0, -1, 3,
          ])
      ])
  }

  @Test func `a transposed convolution with everything at once`() {
    expectNode(
      "ConvTranspose", version: 11, [.wave([1, 2, 3]), .wave([2, 1, 2]), .wave([2])],
      [
        "strides": .ints([2]), "group": .int(2), "dilations": .ints([2]),
        "output_padding": .ints([1]), "pads": .ints([1, 0]),
      ],
      gives: [
        NDArray(
          .f32, [1, 2, 7],
          [-2.5, -7.5, -2.5, 1, -2.5, -3.5, -2.5, 1, 6.75, 1, 3.75, 1, -2.75, 1])
      ])
    expectNode(
      "ConvTranspose", version: 11, [.wave([1, 1, 3]), .wave([1, 1, 3])],
      ["strides": .ints([2]), "auto_pad": .string("SAME_LOWER")],
      gives: [NDArray(.f32, [1, 1, 6], [-2.5, 0, 1, 1.5, -1, 1])])
  }

  @Test(arguments: [
    ("kernel_shape", NodeAttribute.ints([2]), "kernel_shape is [2], expected [3]"),
    ("strides", .ints([0]), "strides is [0]"),
    ("strides", .ints([1 << 40]), "strides is"),
    ("dilations", .ints([1, 1]), "dilations is [1, 1]"),
    ("pads", .ints([1]), "pads is [1]"),
    ("auto_pad", .string("SAME"), "auto_pad is 'SAME'"),
    ("group", .int(0), "0 groups"),
  ])
  func `geometry that does not fit is refused`(
    name: String, value: NodeAttribute, message: String
  ) {
    for op in ["Conv", "ConvTranspose"] {
      expectRefusal(
        [NodeProto(op, ["x0", "x1"], ["y"], [name: value])],
        inputs: [.wave([1, 1, 5]), .wave([1, 1, 3])], [message])
    }
  }
}
