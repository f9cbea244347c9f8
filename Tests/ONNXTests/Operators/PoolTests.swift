import NDArrays
import ONNXMessages
import Testing

@Suite struct `importing pools` {
  @Test func `a mean counts padding, but not what is behind it`() {
    expectNode(
      "AveragePool", version: 19, [.wave([1, 1, 6])],
      [
        "kernel_shape": .ints([3]), "strides": .ints([2]), "ceil_mode": .int(1),
        "count_include_pad": .int(1), "pads": .ints([1, 0]),
      ], gives: [NDArray(.f32, [1, 1, 3], [-0.5, 0.8333333, 0.5])])
  }

  @Test func `a mean of dilated windows counts what lies inside`() {
    expectNode(
      "AveragePool", version: 19, [.wave([1, 1, 6])],
      ["kernel_shape": .ints([2]), "dilations": .ints([3]), "pads": .ints([2, 1])],
      gives: [NDArray(.f32, [1, 1, 6], [1, -1, 0, 0.75, -1.25, 2.5])])
  }

  @Test func `a mean with padding that is the same in front`() {
    expectNode(
      "AveragePool", version: 11, [.wave([1, 1, 5])],
      ["kernel_shape": .ints([3]), "strides": .ints([2]), "auto_pad": .string("SAME_LOWER")],
      gives: [NDArray(.f32, [1, 1, 3], [-0.75, 0.8333333, 1.5])])
  }

  @Test func `the places of maxima count through all channels`() {
    expectNode(
      "MaxPool", version: 12, [.wave([1, 2, 3, 4])],
      ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2]), "ceil_mode": .int(1)],
      gives: [
        NDArray(.f32, [1, 2, 2, 2], [1, 2.5, 1.5, -0.5, 2, 2.5, 1.5, 1]),
        NDArray(.i64, [1, 2, 2, 2], [1, 3, 9, 10, 17, 14, 20, 23]),
      ])
  }

  @Test func `the places of maxima in column-major order`() {
    expectNode(
      "MaxPool", version: 12, [.wave([1, 2, 3, 4])],
      ["kernel_shape": .ints([2, 2]), "storage_order": .int(1)],
      gives: [
        NDArray(.f32, [1, 2, 2, 3], [1, 2, 2.5, 1.5, 2, 2, 2, 2.5, 2.5, 2, 2, 1]),
        NDArray(.i64, [1, 2, 2, 3], [3, 7, 9, 5, 7, 7, 16, 18, 18, 16, 16, 23]),
      ])
    expectNode(
      "MaxPool", version: 12, [.wave([1, 1, 2, 3, 2])],
      ["kernel_shape": .ints([2, 2, 1]), "storage_order": .int(1)],
      gives: [
        NDArray(.f32, [1, 1, 1, 2, 2], [2, 2.5, 0.5, 2.5]),
        NDArray(.i64, [1, 1, 1, 2, 2], [1, 8, 4, 8]),
      ])
  }

  @Test func `maxima of integers under dilated windows`() {
    expectNode(
      "MaxPool", version: 12, [.wave([1, 1, 5], .i8)],
      ["kernel_shape": .ints([2]), "dilations": .ints([2]), "pads": .ints([1, 0])],
      gives: [
        NDArray(.i8, [1, 1, 4], [7, 3, 10, 6]), NDArray(.i64, [1, 1, 4], [1, 2, 3, 4]),
      ])
  }

  @Test func `norms of windows and of channels`() {
    expectNode(
      "LpPool", version: 18, [.wave([1, 1, 5])],
      ["p": .int(3), "kernel_shape": .ints([2]), "strides": .ints([2]), "ceil_mode": .int(1)],
      gives: [NDArray(.f32, [1, 1, 3], [2.552234, 2.552234, 0.5])])
    expectNode(
      "LpPool", version: 18, [.wave([1, 1, 6])],
      ["p": .int(1), "kernel_shape": .ints([2]), "dilations": .ints([2]), "pads": .ints([1, 1])],
      gives: [NDArray(.f32, [1, 1, 6], [1, 3.5, 3.5, 1.5, 4, 0.5])])
    expectNode(
      "GlobalLpPool", version: 6, [.wave([1, 2, 3])], ["p": .int(1)],
      gives: [NDArray(.f32, [1, 2, 1], [4.5, 4.5])])
  }

  @Test func `pools that do not fit are refused`() {
    let x = NDArray.wave([1, 1, 5])
    expectRefusal([NodeProto("MaxPool", ["x0"], ["y"])], inputs: [x], ["no kernel_shape"])
    expectRefusal(
      [NodeProto("LpPool", ["x0"], ["y"], ["kernel_shape": .ints([2]), "p": .int(0)])],
      inputs: [x], ["p is 0"])
    expectRefusal(
      [NodeProto("AveragePool", ["x0"], ["y"], ["kernel_shape": .ints([2, 2])])], inputs: [x],
      ["the window is [2, 2], expected 1 numbers"])
    expectRefusal(
      [NodeProto("MaxUnpool", ["x0", "x0"], ["y"], ["kernel_shape": .ints([1 << 30])])],
      inputs: [.wave([1 << 10, 1 << 10, 2])], ["MaxUnpool"])
  }
}
