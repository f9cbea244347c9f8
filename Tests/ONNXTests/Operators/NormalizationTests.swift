import GraphIR
import NDArrays
import ONNX
import ONNXMessages
import Support
import Testing

@Suite struct `importing normalizations` {
  @Test func `a batch norm before version 9 may have statistics for each position`() {
    let statistics: [NDArray] = [
      .wave([2, 2]), .wave([2, 2]), .wave([2, 2]), .positiveWave([2, 2]),
    ]
    let expected = NDArray(
      .f32, [2, 2, 2], [-2.5, 1, -1, 2.5, -7.243407, -1.499987, -3.999985, -1.452839])
    for (version, attributes) in [(6, ["is_test": NodeAttribute.int(1)]), (7, [:])] {
      expectNode(
        "BatchNormalization", version: version, [.wave([2, 2, 2])] + statistics,
        attributes.merging(["spatial": .int(0)]) { first, _ in first }, gives: [expected])
    }
  }

  @Test func `a batch norm by running statistics`() {
    expectNode(
      "BatchNormalization", version: 9,
      [.wave([2, 2, 2]), .wave([2]), .wave([2]), .wave([2]), .positiveWave([2])],
      gives: [
        NDArray(
          .f32, [2, 2, 2],
          [-2.5, -8.033976, -0.99999, 2.499993, -7.243407, -4.081136, 1.999995, 5.00679e-06])
      ])
  }

  @Test(arguments: [6, 7, 9])
  func `a batch norm that trains makes new statistics`(version: Int) {
    let y = NDArray(
      .f32, [2, 2, 2],
      [4.276382, -1.839531, 0.689447, 3.135813, -0.9658293, 2.528978, 2.786332, 1.388409])
    let inputs: [NDArray] = [
      .wave([2, 2, 2]), .wave([2]), NDArray(.f32, [2], [1, 2]), .wave([2]), .positiveWave([2]),
    ]
    let running = [
      NDArray(.f32, [2], [-2.3125, 0.9875]), NDArray(.f32, [2], [2.454688, 1.104687]),
    ]
    let own = [NDArray(.f32, [2], [-0.625, 0.875]), NDArray(.f32, [2], [2.046875, 2.046875])]
    expectNode("BatchNormalization", version: version, inputs, gives: [y] + running + own)
  }

  @Test func `a batch norm of version 14 trains where it says so`() {
    expectNode(
      "BatchNormalization", version: 14,
      [.wave([2, 2, 2]), .wave([2]), NDArray(.f32, [2], [1, 2]), .wave([2]), .positiveWave([2])],
      ["training_mode": .int(1)],
      gives: [
        NDArray(
          .f32, [2, 2, 2],
          [4.276382, -1.839531, 0.689447, 3.135813, -0.9658293, 2.528978, 2.786332, 1.388409]),
        NDArray(.f32, [2], [-2.3125, 0.9875]), NDArray(.f32, [2], [2.454688, 1.104687]),
      ])
  }

  @Test func `a batch norm of 16-bit floats by f32 statistics`() {
    expectNode(
      "BatchNormalization", version: 15,
      [.wave([1, 2, 1], .f16), .wave([2]), .wave([2]), .wave([2]), .positiveWave([2])],
      gives: [NDArray(.f16, [1, 2, 1], [-2.5, 1])], within: 1e-3)
  }

  @Test func `groups have a scale each, from version 21 on channels have`() {
    expectNode(
      "GroupNormalization", version: 18, [.wave([1, 4, 2]), .wave([2]), .wave([2])],
      ["num_groups": .int(2)],
      gives: [
        NDArray(
          .f32, [1, 4, 2],
          [0.7826564, -3.813062, -1.186938, -5.782657, 1.199999, -0.3999954, 2.399995, 0.8000007])
      ])
    expectNode(
      "GroupNormalization", version: 21, [.wave([1, 4, 2]), .wave([4]), .wave([4])],
      ["num_groups": .int(2)],
      gives: [
        NDArray(
          .f32, [1, 4, 2],
          [0.7826564, -3.813062, 0.474775, 2.313063, -1.199999, 0.3999954, 5.999989, 2.000002])
      ])
  }

  @Test func `a layer norm of 16-bit floats has f32 statistics`() {
    expectNode(
      "LayerNormalization", version: 17,
      [.wave([2, 3], .f16), .wave([3], .f16), .wave([3], .f16)],
      gives: [
        NDArray(.f16, [2, 3], [0.406184, 2.278721, -0.8837526, -5.561857, 1, 0.2247427]),
        NDArray(.f32, [2, 1], [-0.8333333, 0.5]), NDArray(.f32, [2, 1], [0.6974841, 0.6123713]),
      ], within: 1e-3)
  }

  @Test func `other norms`() {
    expectNode(
      "InstanceNormalization", version: 6, [.wave([1, 2, 3]), .wave([2]), .wave([2])],
      ["epsilon": .float(0.01)],
      gives: [
        NDArray(
          .f32, [1, 2, 3], [0.3991477, -5.689062, -2.210085, 2.222455, 1, -0.2224549])
      ])
    expectNode(
      "RMSNormalization", version: 23, [.wave([2, 3]), .wave([2, 3])], ["axis": .int(0)],
      gives: [
        NDArray(.f32, [2, 3], [3.713047, 0.5940875, 0.5940875, 3.713047, 0.1485219, 1.336697])
      ])
    expectNode(
      "LpNormalization", version: 22, [.wave([2, 3])], ["p": .int(1), "axis": .int(0)],
      gives: [NDArray(.f32, [2, 3], [-0.5, 0.6666667, -0.4, 0.5, 0.3333333, -0.6])])
    expectNode(
      "LRN", version: 13, [.wave([1, 4, 1, 2])],
      ["size": .int(4), "alpha": .float(0.5), "beta": .float(0.6), "bias": .float(2)],
      gives: [
        NDArray(
          .f32, [1, 4, 1, 2],
          [
            -1.309644, 0.4988039, -0.4767101, 1.24701, 0.278233, -0.7663825, 1.145589, 0,
          ])
      ])
  }

  @Test func `a norm over groups keeps positions apart, however an exporter writes it`() throws {
    let x = NDArray(.f32, [1, 4, 2, 3], (0..<24).map { Double($0 * $0 % 17) })
    let graph = try ModelProto(
      [
        NodeProto("Reshape", ["x0", "grouped"], ["g"]),
        NodeProto("InstanceNormalization", ["g", "scale", "bias"], ["i"]),
        NodeProto("Shape", ["x0"], ["s"]), NodeProto("Reshape", ["i", "s"], ["y"]),
        NodeProto(
          "GroupNormalization", ["x0", "ones", "zeros"], ["z"], ["num_groups": .int(2)]),
      ], version: 21, inputs: [x], outputs: ["y", "z"],
      initializers: [
        ("grouped", NDArray(narrowing: [0, 2, -1] as [Int64], to: .i64, [3])),
        ("scale", NDArray(.f32, [2], [1, 1])), ("bias", NDArray(.f32, [2], [0, 0])),
        ("ones", NDArray(.f32, [4], [1, 1, 1, 1])), ("zeros", NDArray(.f32, [4], [0, 0, 0, 0])),
      ]
    ).read().imported().graph
    let flat = graph.nodes.filter { $0.type.extents == [1, 2, 12] }
    #expect(flat.map { AllOps.spelling($0.op) } == ["reshape"])
    let numbers = Dictionary(
      uniqueKeysWithValues: [
        ("scale", [1.0, 1]), ("bias", [0, 0]), ("ones", [1, 1, 1, 1]),
        ("zeros", [0, 0, 0, 0]),
      ].map { ($0, NDArray(.f32, [$1.count], $1)) })
    let found = graph.evaluated(Bindings(inputs: ["x0": x], parameters: numbers))
    #expect(found["y"] == found["z"])
  }
}
