import NDArrays
import ONNXMessages
import Testing

@Suite struct `importing operators that sample images` {
  /// Integers as a list.
  private static func list(_ values: Int64...) -> NDArray {
    NDArray(narrowing: values, to: .i64, [values.count])
  }

  /// Floats as a list.
  private static func ratios(_ values: Double...) -> NDArray {
    NDArray(.f32, [values.count], values)
  }

  @Test func `an upsampling by ratios, as all versions have them`() {
    expectNode(
      "Upsample", version: 7, [.wave([1, 1, 2, 3])],
      ["mode": .string("linear"), "scales": .floats([1, 1, 2, 1.5])],
      gives: [
        NDArray(
          .f32, [1, 1, 4, 4],
          [
            -2.5, -0.1666666, 0.3333333, -1, 0, 0.5, 0.08333325, -1.25, 2.5, 1.166667, -0.1666667,
            -1.5, 2.5, 1.166667, -0.1666667, -1.5,
          ])
      ])
    let doubled = NDArray(
      .f32, [1, 2, 2, 4], [-2.5, -2.5, 1, 1, -1, -1, 2.5, 2.5, 0.5, 0.5, -1.5, -1.5, 2, 2, 0, 0])
    expectNode(
      "Upsample", version: 9, [.wave([1, 2, 2, 2]), Self.ratios(1, 1, 1, 2)], gives: [doubled])
    expectNode(
      "Upsample", version: 6, [.wave([1, 2, 2, 2])],
      ["height_scale": .float(1), "width_scale": .float(2)], gives: [doubled])
  }

  @Test func `the first resize takes the next cell where an image shrinks`() {
    expectNode(
      "Resize", version: 10, [.wave([1, 1, 3, 4]), Self.ratios(1, 1, 0.6, 2)],
      gives: [NDArray(.f32, [1, 1, 1, 8], [-2.5, -2.5, 1, 1, -1, -1, 2.5, 2.5])])
  }

  @Test func `coordinates of half a cell without the half`() {
    let attributes: [String: NodeAttribute] = [
      "coordinate_transformation_mode": .string("tf_half_pixel_for_nn")
    ]
    expectNode(
      "Resize", version: 11, [.wave([1, 1, 5]), NDArray(.f32, [0], []), Self.ratios(1, 1, 1.8)],
      attributes.merging(["nearest_mode": .string("floor")]) { $1 },
      gives: [NDArray(.f32, [1, 1, 9], [-2.5, -2.5, 1, 1, -1, 2.5, 2.5, 0.5, 0.5])])
    let node = NodeProto(
      "Resize", ["x0", "", "", "s"], ["y"], attributes.merging(["mode": .string("cubic")]) { $1 })
    let model = ModelProto(
      [node], version: 11, inputs: [.wave([1, 1, 5])], outputs: ["y"],
      initializers: [("s", Self.list(1, 1, 9))])
    #expect(throws: (any Error).self) { try model.read().imported() }
  }

  @Test func `a resize of dimensions that are not spatial`() {
    expectNode(
      "Resize", version: 13, [.wave([2, 3]), nil, nil, Self.list(3, 2)],
      ["mode": .string("cubic")],
      gives: [
        NDArray(
          .f32, [3, 2], [-1.962579, -0.3636408, 0.2402344, -0.7705078, 2.443048, -1.177375])
      ])
  }

  @Test func `a mixture of integers is rounded to nearest`() {
    expectNode(
      "Resize", version: 13, [.wave([4], .u8), nil, nil, Self.list(7)],
      ["mode": .string("linear")], gives: [NDArray(.u8, [7], [0, 2, 6, 5, 4, 8, 10])])
  }

  @Test func `a resize with antialias along a dimension that is named`() {
    expectNode(
      "Resize", version: 18, [.wave([1, 1, 6]), nil, nil, Self.list(3)],
      [
        "mode": .string("linear"), "antialias": .int(1), "axes": .ints([-1]),
        "exclude_outside": .int(1),
      ], gives: [NDArray(.f32, [1, 1, 3], [-0.7857143, 0.75, -0.0714286])])
  }

  @Test func `a resize that keeps the ratio of extents`() {
    expectNode(
      "Resize", version: 18, [.wave([1, 1, 6, 3]), nil, nil, Self.list(4, 3)],
      ["axes": .ints([2, 3]), "keep_aspect_ratio_policy": .string("not_larger")],
      gives: [NDArray(.f32, [1, 1, 4, 2], [-2.5, -1, 2, -2, 1.5, -2.5, 0.5, 2])])
  }

  @Test func `a resize of a part that reaches outside`() {
    expectNode(
      "Resize", version: 13,
      [.wave([1, 1, 4]), Self.ratios(0, 0, -0.25, 1, 1, 1), nil, Self.list(1, 1, 4)],
      [
        "mode": .string("linear"), "extrapolation_value": .float(9),
        "coordinate_transformation_mode": .string("tf_crop_and_resize"),
      ], gives: [NDArray(.f32, [1, 1, 4], [9, -0.75, -0.5, 2.5])])
  }

  @Test func `regions of an image`() {
    let regions = NDArray(.f32, [2, 4], [0, 0, 3, 2, -1, 1, 2.5, 4])
    expectNode(
      "RoiAlign", version: 10, [.wave([1, 1, 4, 4]), regions, Self.list(0, 0)],
      ["output_height": .int(2), "sampling_ratio": .int(2)],
      gives: [NDArray(.f32, [2, 1, 2, 1], [0.125, 0.03125, -0.2929688, 0.9707031])])
    expectNode(
      "RoiAlign", version: 16, [.wave([1, 1, 4, 4]), regions, Self.list(0, 0)],
      ["output_width": .int(2), "sampling_ratio": .int(1), "mode": .string("max")],
      gives: [NDArray(.f32, [2, 1, 1, 2], [0.1875, 0.75, 0, 1.3125])])
    expectRefusal(
      [NodeProto("RoiAlign", ["x0", "x1", "x2"], ["y"])],
      inputs: [.wave([1, 1, 4, 4]), regions, Self.list(0, 0)], ["sampling_ratio is 0"])
  }

  @Test func `a grid with the names of the first version`() {
    expectNode(
      "GridSample", version: 16,
      [.wave([1, 1, 2, 2]), NDArray(.f32, [1, 1, 2, 2], [0, 0, -1.5, 0.3])],
      ["mode": .string("bicubic"), "padding_mode": .string("reflection")],
      gives: [NDArray(.f32, [1, 1, 1, 2], [0, -1.264001])])
    expectRefusal(
      [NodeProto("GridSample", ["x0", "x1"], ["y"])],
      inputs: [.wave([1, 1, 2, 2]), .wave([1, 2, 2, 3])], ["does not fit image"])
  }

  @Test func `a map to a grid of extents that are none is refused`() {
    let model = ModelProto(
      [NodeProto("AffineGrid", ["x0", "s"], ["y"])], version: 20, inputs: [.wave([1, 3, 4])],
      outputs: ["y"], initializers: [("s", Self.list(1, 3, 5, 0, 5))])
    #expect(throws: (any Error).self) { try model.read().imported() }
  }
}
