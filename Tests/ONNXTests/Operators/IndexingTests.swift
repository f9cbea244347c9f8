import NDArrays
import ONNXMessages
import Testing

@Suite struct `importing operators at computed indices` {
  /// Integers as a list.
  private static func list(_ values: Int64...) -> NDArray {
    NDArray(narrowing: values, to: .i64, [values.count])
  }

  @Test func `the largest elements, of a number that is an attribute`() {
    expectNode(
      "TopK", version: 6, [.wave([2, 4])], ["k": .int(2)],
      gives: [
        NDArray(.f32, [2, 2], [2.5, 1, 2, 0.5]), NDArray(.i64, [2, 2], [3, 1, 2, 0]),
      ])
  }

  @Test func `the smallest elements, of a number that is an operand`() {
    expectNode(
      "TopK", version: 11, [.wave([2, 4]), Self.list(3)],
      ["largest": .int(0), "sorted": .int(0)],
      gives: [
        NDArray(.f32, [2, 3], [-2.5, -1, 1, -1.5, 0, 0.5]),
        NDArray(.i64, [2, 3], [0, 2, 1, 1, 3, 0]),
      ])
    expectRefusal(
      [NodeProto("TopK", ["x0"], ["y"], ["k": .int(5)])], version: 6, inputs: [.wave([2, 4])],
      ["k is 5, expected at most 4"])
  }

  @Test func `vectors of two values, of floats that count from the end where negative`() {
    expectNode(
      "OneHot", version: 11,
      [
        NDArray(.f32, [4], [1, -1, 3, -4]), NDArray(.i64, [], [3]), NDArray(.f32, [2], [5, 7]),
      ], ["axis": .int(0)],
      gives: [NDArray(.f32, [3, 4], [5, 5, 5, 5, 7, 5, 5, 5, 5, 7, 5, 5])])
    expectNode(
      "OneHot", version: 11,
      [NDArray(.u8, [2], [255, 1]), NDArray(.f32, [1], [2]), NDArray(.bool, [2], [1, 0])],
      gives: [NDArray(.bool, [2, 2], [1, 1, 1, 0])])
  }

  @Test func `elements under a known condition`() {
    expectNode(
      "Compress", version: 11, [.wave([2, 3]), NDArray(.bool, [4], [0, 1, 0, 1])],
      gives: [NDArray(.f32, [2], [1, 2.5])])
    expectNode(
      "Compress", version: 11, [.wave([2, 3]), NDArray(.bool, [2], [0, 1])], ["axis": .int(0)],
      gives: [NDArray(.f32, [1, 3], [2.5, 0.5, -1.5])])
    expectRefusal(
      [NodeProto("Compress", ["x0", "x1"], ["y"])],
      inputs: [.wave([2]), NDArray(.bool, [2], [0, 1])], ["operand 1 must be known"])
  }

  @Test func `coordinates of known elements that are not 0`() {
    expectNode(
      "NonZero", version: 13, [NDArray(.f32, [2, 2], [1, 0, 0, 2])],
      gives: [NDArray(.i64, [2, 2], [0, 1, 0, 1])])
    expectNode(
      "NonZero", version: 13, [NDArray(.bool, [], [1])], gives: [NDArray(.i64, [1, 1], [0])])
    expectRefusal(
      [NodeProto("NonZero", ["x0"], ["y"])], inputs: [.wave([2])], ["operand 0 must be known"])
  }

  @Test func `elements that are written in a part of a tensor`() {
    expectNode(
      "Scatter", version: 9,
      [.wave([2, 3]), NDArray(.i64, [1, 2], [1, 0]), NDArray(.f32, [1, 2], [8, 9])],
      ["axis": .int(1)], gives: [NDArray(.f32, [2, 3], [9, 8, -1, 2.5, 0.5, -1.5])])
    expectNode(
      "ScatterElements", version: 18,
      [.wave([3, 2]), NDArray(.i32, [1, 2], [1, 1]), NDArray(.f32, [1, 2], [8, 9])],
      ["reduction": .string("add")],
      gives: [NDArray(.f32, [3, 2], [-2.5, 1, 7, 11.5, 0.5, -1.5])])
    expectRefusal(
      [NodeProto("ScatterND", ["x0", "x1", "x0"], ["y"], ["reduction": .string("mean")])],
      inputs: [.wave([2]), NDArray(.i64, [2, 1], [0, 1])], ["reduction is 'mean'"])
  }

  @Test func `a cache that is written from its beginning`() {
    expectNode(
      "TensorScatter", version: 24, [.wave([1, 3, 1]), NDArray(.f32, [1, 2, 1], [8, 9])],
      gives: [NDArray(.f32, [1, 3, 1], [8, 9, -1])])
    expectRefusal(
      [NodeProto("TensorScatter", ["x0", "x1"], ["y"])], version: 24,
      inputs: [.wave([1, 3, 1]), .wave([1, 4, 1])], ["update f32[1, 4, 1] along axis 1"])
  }

  @Test func `sequences in reverse`() {
    expectNode(
      "ReverseSequence", version: 10, [.wave([3, 2]), Self.list(2, 3)],
      gives: [NDArray(.f32, [3, 2], [-1, -1.5, -2.5, 2.5, 0.5, 1])])
    expectRefusal(
      [NodeProto("ReverseSequence", ["x0", "x1"], ["y"], ["batch_axis": .int(2)])],
      inputs: [.wave([3, 2]), Self.list(2, 3)], ["batch axis 2, time axis 0"])
  }

  @Test func `columns that are not those of blocks are refused`() {
    for (image, block) in [(Self.list(5, 5), Self.list(1, 6)), (Self.list(5), Self.list(1, 5))] {
      let node = NodeProto("Col2Im", ["x0", "i", "b"], ["y"])
      let model = ModelProto(
        [node], version: 18, inputs: [.wave([1, 5, 5])], outputs: ["y"],
        initializers: [("i", image), ("b", block)])
      #expect(throws: (any Error).self) { try model.read().imported() }
    }
  }
}
