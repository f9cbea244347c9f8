import NDArrays
import ONNXMessages
import Testing

@Suite struct `importing attention` {
  @Test(arguments: [
    ("q_num_heads", NodeAttribute.int(3), [[1, 2, 4], [1, 2, 4], [1, 2, 4]], "in 3 heads"),
    ("q_num_heads", .int(4), [[1, 2, 4], [1, 2, 4], [1, 2, 4]], "an unknown number of heads"),
    ("qk_matmul_output_mode", .int(4), [[1, 1, 2, 4], [1, 1, 2, 4], [1, 1, 2, 4]], "is 4"),
    ("left_window_size", .int(-2), [[1, 1, 2, 4], [1, 1, 2, 4], [1, 1, 2, 4]], "is -2"),
    (
      "softmax_precision", .int(6), [[1, 1, 2, 4], [1, 1, 2, 4], [1, 1, 2, 4]], "expected a float"
    ),
    ("scale", .float(1), [[1, 3, 2, 4], [1, 2, 2, 4], [1, 2, 2, 4]], "heads that divide"),
    ("scale", .float(1), [[1, 1, 2, 4], [1, 1, 2, 4], [1, 1, 3, 4]], "as many keys as values"),
  ])
  func `attention that does not fit is refused`(
    name: String, value: NodeAttribute, extents: [[Int]], message: String
  ) {
    expectRefusal(
      [NodeProto("Attention", ["x0", "x1", "x2"], ["y"], [name: value])], version: 25,
      inputs: extents.map { .wave($0) }, [message])
  }

  @Test func `a query that sees no key finds 0`() {
    let one = NDArray(.f32, [1, 1, 1, 2], [1, 2])
    expectNode(
      "Attention", version: 24, [one, one, one, NDArray(.bool, [1, 1], [0])],
      gives: [NDArray(.f32, [1, 1, 1, 2], [0, 0])])
  }

  @Test func `a recurrence that is too long is refused`() {
    expectRefusal(
      [
        NodeProto(
          "LinearAttention", ["x0", "x0", "x0"], ["y"],
          ["q_num_heads": .int(1), "kv_num_heads": .int(1), "update_rule": .string("linear")])
      ], version: 27, inputs: [.wave([1, 2000, 1])], ["2000 positions, expected 1 to 1024"])
  }
}
