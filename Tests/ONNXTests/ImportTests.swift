import GraphIR
import NDArrays
import ONNX
import ONNXMessages
import Support
import Testing

@Suite struct `importing ONNX models` {
  private let x = NDArray(.f32, [2, 3], [1, -2, 3, -4, 5, -6])
  private func integers(_ values: Int64...) -> NDArray {
    NDArray(narrowing: values, to: .i64, [values.count])
  }

  @Test func `an identity is its operand`() {
    expectNode("Identity", version: 13, [x], gives: [x])
  }

  @Test func `operands broadcast from an axis on, before version 7`() {
    let y = NDArray(.f32, [2], [10, 20])
    expectNode(
      "Add", version: 6, [x, y], ["broadcast": .int(1), "axis": .int(0)],
      gives: [NDArray(.f32, [2, 3], [11, 8, 13, 16, 25, 14])])
    expectRefusal(
      [NodeProto("Add", ["x0", "x1"], ["y"], ["axis": .int(0)])], version: 6, inputs: [x, y],
      ["Add: operands are f32[2, 3] and f32[2], expected equal extents"])
  }

  @Test func `bounds and axes are attributes in old versions, operands in new ones`() {
    let clipped = NDArray(.f32, [2, 3], [1, -1, 2, -1, 2, -1])
    expectNode("Clip", version: 6, [x], ["min": .float(-1), "max": .float(2)], gives: [clipped])
    expectNode(
      "Clip", version: 13, [x, NDArray(.f32, [], [-1]), NDArray(.f32, [], [2])], gives: [clipped])
    let sliced = NDArray(.f32, [2, 1], [-2, 5])
    expectNode(
      "Slice", version: 9, [x],
      ["axes": .ints([1]), "starts": .ints([1]), "ends": .ints([2])], gives: [sliced])
    expectNode(
      "Slice", version: 13, [x, integers(-2), integers(-1), integers(-1)], gives: [sliced])
    let padded = NDArray(.f32, [3, 3], [1, -2, 3, -4, 5, -6, 7, 7, 7])
    expectNode(
      "Pad", version: 9, [x], ["pads": .ints([0, 0, 1, 0]), "value": .float(7)], gives: [padded])
    expectNode(
      "Pad", version: 18, [x, integers(0, 1), NDArray(.f32, [], [7]), integers(-2)],
      gives: [padded])
    let sums = NDArray(.f32, [2, 1], [2, -5])
    expectNode("ReduceSum", version: 11, [x], ["axes": .ints([1])], gives: [sums])
    expectNode("ReduceSum", version: 13, [x, integers(1)], gives: [sums])
    expectNode(
      "ReduceSum", version: 13, [x, nil], ["noop_with_empty_axes": .int(1)], gives: [x])
  }

  @Test func `extents are computed while the graph is made, and dropped`() throws {
    let nodes = [
      NodeProto("Shape", ["x0"], ["s"]),
      NodeProto("Gather", ["s", "one"], ["g"]),
      NodeProto("Mul", ["g", "g"], ["m"]),
      NodeProto("Sub", ["m", "three"], ["d"]),
      NodeProto("Reshape", ["x0", "d"], ["y"]),
    ]
    let graph = try ModelProto(
      nodes, version: 18, inputs: [x], outputs: ["y"],
      initializers: [("one", integers(1)), ("three", integers(3))]
    ).read().imported().graph
    #expect(graph.nodes.map { AllOps.spelling($0.op) } == ["input", "reshape"])
    #expect(graph.nodes[1].type == TensorType(.f32, [6]))
    #expect(graph.nodes[1].site == Site(file: "model.onnx", line: 5))
    #expect(graph.nodes[1].name == "y")
  }

  @Test func `an input that fixes extents is no input of the graph`() throws {
    let shape = integers(3, -1)
    let model = try ModelProto(
      [NodeProto("Reshape", ["x0", "x1"], ["y"])], version: 18, inputs: [x, shape], outputs: ["y"]
    ).read()
    var options = ONNXImport.Options()
    options.values["x1"] = shape
    let imported = try model.imported(options)
    #expect(imported.fixedInputs == ["x1"])
    #expect(imported.graph.nodes.compactMap { ($0.op as? Input)?.name } == ["x0"])
  }

  @Test func `functions and constant branches become part of the graph`() throws {
    let sample = SampleModels.all.first { $0.name == "branches" }!
    let graph = try sample.model.read().imported().graph
    let x = NDArray(.f32, [2, 3], [0, 0, 0, 0, 0, 0])
    let result = graph.evaluated(Bindings(inputs: ["x0": x], parameters: [:]))
    #expect(result["y"] == NDArray(.f32, [2, 3], [2, 2, 2, 2, 2, 2]))
  }

  @Test func `a reshape that only inserts dimensions is part of the broadcast behind it`() throws {
    let graph = try ModelProto(
      [
        NodeProto("Unsqueeze", ["w", "axes"], ["u"]), NodeProto("Add", ["x0", "u"], ["y"]),
      ], version: 18, inputs: [x], outputs: ["y"],
      initializers: [("w", NDArray(.f32, [2], [1, 2])), ("axes", integers(1))]
    ).read().imported().graph
    #expect(
      graph.nodes.map { AllOps.spelling($0.op) } == ["input", "parameter", "broadcast", "add"])
    #expect(graph.nodes[2].op as? Broadcast == Broadcast(extents: [2, 3], axes: [0]))
  }

  @Test func `a branch and the graph around it share an initialiser`() throws {
    var branch = GraphProto()
    branch.node = [NodeProto("Mul", ["x0", "w"], ["z"])]
    branch.output = [ValueInfoProto()]
    branch.output[0].name = "z"
    let graph = try ModelProto(
      [
        NodeProto(
          "If", ["c"], ["b"], ["then_branch": .graph(branch), "else_branch": .graph(branch)]),
        NodeProto("Add", ["b", "w"], ["y"]),
      ], version: 21, inputs: [x], outputs: ["y"],
      initializers: [("w", x), ("c", NDArray(narrowing: [1] as [Int64], to: .bool, []))]
    ).read().imported().graph
    #expect(graph.nodes.compactMap { ($0.op as? Parameter)?.name } == ["w"])
  }
}
