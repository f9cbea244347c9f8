import GraphIR
import NDArrays
import ONNX
import ONNXMessages
import Testing

@Suite struct `what an ONNX model cannot have` {
  private let x = NDArray(.f32, [2, 3], [1, 2, 3, 4, 5, 6])

  @Test func `is listed at once, with each node's name, operator and reason`() {
    var named = NodeProto("Loop", ["x0"], ["b"])
    named.name = "outer/loop"
    var foreign = NodeProto("Fancy", ["x0"], ["d"])
    foreign.domain = "com.example"
    expectRefusal(
      [
        named, NodeProto("SequenceAt", ["b", "x0"], ["c"]), foreign,
        NodeProto("QuantizeLinear", ["x0", "x0"], ["e"]), NodeProto("LSTM", ["x0"], ["f"]),
        NodeProto("Add", ["x0", "c"], ["y"]),
      ], inputs: [x],
      [
        "model.onnx:1: error: Loop 'outer/loop': is control flow that depends on values",
        "model.onnx:2: error: SequenceAt: works on sequences",
        "model.onnx:3: error: Fancy: is an operator of the domain 'com.example', which is not known",
        "model.onnx:4: error: QuantizeLinear: is quantised",
        "model.onnx:5: error: LSTM: is a recurrent layer",
      ])
  }

  @Test func `does not hide behind what depends on it`() {
    do {
      let nodes = [
        NodeProto("Scan", ["x0"], ["a"]), NodeProto("Relu", ["a"], ["b"]),
        NodeProto("Relu", ["b"], ["y"]),
      ]
      _ = try ModelProto(nodes, version: 21, inputs: [x], outputs: ["y"]).read().imported()
      Issue.record("nothing was refused")
    } catch let error as Diagnostics {
      #expect(error.all.count == 1)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func `a branch that depends on an input`() {
    var branch = GraphProto()
    branch.node = [NodeProto("Identity", ["x0"], ["z"])]
    branch.output = [ValueInfoProto()]
    branch.output[0].name = "z"
    expectRefusal(
      [
        NodeProto("ReduceMax", ["x0"], ["m"], ["keepdims": .int(0)]),
        NodeProto("Cast", ["m"], ["c"], ["to": .int(9)]),
        NodeProto(
          "If", ["c"], ["y"], ["then_branch": .graph(branch), "else_branch": .graph(branch)]),
      ], inputs: [x],
      [
        "model.onnx:3: error: If: operand 0 must be known when the model is compiled, but depends on"
      ])
  }

  @Test func `a shape that depends on an input whose value is not given`() {
    expectRefusal(
      [NodeProto("Reshape", ["x0", "x1"], ["y"])],
      inputs: [x, NDArray(narrowing: [3, 2] as [Int64], to: .i64, [2])],
      ["operand 1 must be known", "depends on input 'x1'", "--value x1=FILE"])
  }

  @Test func `open extents without a shape`() throws {
    var model = ModelProto(
      [NodeProto("Relu", ["x0"], ["y"])], version: 21, inputs: [x], outputs: ["y"])
    model.graph.input[0].type.tensorType.shape.dim[1].dimParam = "width"
    let read = try model.read()
    #expect(read.inputs[0].description == "f32[2, width]")
    do {
      _ = try read.imported()
      Issue.record("nothing was refused")
    } catch {
      #expect("\(error)".contains("whose extents are open; give them with --shape x0=2x…"))
    }
    var options = ONNXImport.Options()
    options.shapes = [("x0", [2, 5])]
    #expect(try read.imported(options).graph.nodes.last?.type == TensorType(.f32, [2, 5]))
    options.shapes = [("x0", [2])]
    #expect(throws: Diagnostics.self) { try read.imported(options) }
    options.shapes = [("z", [2])]
    #expect(throws: Diagnostics.self) { try read.imported(options) }
  }

  @Test(arguments: [5, 29, 1 << 40])
  func `an operator set that is not known`(_ version: Int) {
    expectRefusal(
      [NodeProto("Relu", ["x0"], ["y"])], version: version, inputs: [x],
      ["is of operator set \(version), expected 6 to 28"])
  }

  @Test func `an index that is known to be outside`() {
    let index = NDArray(narrowing: [3] as [Int64], to: .i64, [1])
    expectRefusal(
      [
        NodeProto("Constant", [], ["i"], ["value": .tensor(index)]),
        NodeProto("Gather", ["x0", "i"], ["y"], ["axis": .int(1)]),
      ], inputs: [x], ["model.onnx:2: error: Gather: index 3 is outside of -3 ..< 3"])
  }

  @Test func `operands and outputs that no node makes`() {
    expectRefusal(
      [NodeProto("Relu", ["z"], ["y"])], inputs: [x], ["operand 'z': no node before makes it"])
    expectRefusal(
      [NodeProto("Relu", ["x0"], ["z"])], inputs: [x], ["output 'y': no node makes it"])
  }

  @Test(arguments: [
    ("x0", "result 'x0': the graph has such a value"),
    ("w", "result 'w': the graph has such a value"),
    ("y", "result 'y': the graph has such a value"),
  ])
  func `two values of one name`(_ name: String, _ words: String) throws {
    let model = ModelProto(
      [NodeProto("Neg", ["x0"], ["y"]), NodeProto("Relu", ["w"], [name])], version: 21,
      inputs: [x], outputs: ["y"], initializers: [("w", x)])
    expectRefusal(model, ["model.onnx:2: error: Relu: \(words), expected a new name"])
  }

  @Test func `two inputs or initialisers of one name`() throws {
    var model = ModelProto(
      [NodeProto("Add", ["x0", "w"], ["y"])], version: 21, inputs: [x], outputs: ["y"],
      initializers: [("w", x), ("w", x)])
    model.graph.input.append(model.graph.input[0])
    expectRefusal(
      model,
      [
        "model.onnx: input 'x0': is there twice, expected distinct names",
        "model.onnx: initialiser 'w': is there twice, expected distinct names",
      ])
  }

  @Test func `an attribute of another type`() {
    expectRefusal(
      [NodeProto("LeakyRelu", ["x0"], ["y"], ["alpha": .string("0.1")])], inputs: [x],
      ["model.onnx:1: error: LeakyRelu: alpha has the type string, expected float"])
    expectRefusal(
      [NodeProto("Transpose", ["x0"], ["y"], ["perm": .int(1)])], inputs: [x],
      ["model.onnx:1: error: Transpose: perm has the type int, expected ints"])
  }

  @Test func `an output of another type than the model declares`() {
    var model = ModelProto(
      [NodeProto("Relu", ["x0"], ["y"])], version: 21, inputs: [x], outputs: ["y"])
    model.graph.output[0].type.tensorType.elemType = 7
    expectRefusal(
      model, ["model.onnx: output 'y': is f32[2, 3], but the model declares int64"])
  }

  @Test func `functions that call each other without end`() throws {
    var model = ModelProto(
      [NodeProto("f", ["x0"], ["y"])], version: 21, inputs: [x], outputs: ["y"])
    model.graph.node[0].domain = "local"
    var function = FunctionProto()
    (function.name, function.domain) = ("f", "local")
    (function.input, function.output) = (["a"], ["b"])
    function.node = [model.graph.node[0]]
    (function.node[0].input, function.node[0].output) = (["a"], ["b"])
    model.functions = [function]
    do {
      _ = try model.read().imported()
      Issue.record("nothing was refused")
    } catch {
      #expect("\(error)".contains("is inside of 64 functions or branches, expected fewer"))
    }
  }
}

@Suite struct `weights in an ONNX file` {
  private let x = NDArray(.f32, [2, 3], [1, 2, 3, 4, 5, 6])

  /// A model that adds an initialiser.
  private func model(_ change: (inout TensorProto) -> Void) throws -> ONNXModel {
    var model = ModelProto(
      [NodeProto("Add", ["x0", "w"], ["y"])], version: 21, inputs: [x], outputs: ["y"],
      initializers: [("w", x)])
    change(&model.graph.initializer[0])
    return try model.read()
  }

  @Test func `come from raw bytes and from lists of numbers`() throws {
    let raw = try model { _ in }.imported()
    #expect(try raw.weights.array("w") == x)
    let listed = try model {
      $0.rawData.removeAll()
      $0.floatData = [1, 2, 3, 4, 5, 6]
    }.imported()
    #expect(try listed.weights.array("w") == x)
  }

  @Test func `stay in the file where they are large`() throws {
    let large = NDArray(.f32, [64, 64], (0..<4096).map(Double.init))
    var model = ModelProto(
      [NodeProto("Add", ["x0", "w"], ["y"])], version: 21, inputs: [large], outputs: ["y"],
      initializers: [("w", large)])
    #expect(try model.read().imported().weights.array("w") == large)
    model.graph.initializer[0].rawData.removeAll()
    model.graph.initializer[0].floatData = (0..<4096).map(Float.init)
    #expect(try model.read().imported().weights.array("w") == large)
  }

  @Test(arguments: [
    ("location", "../secret", "expected a file below the model's folder"),
    ("location", "/etc/passwd", "expected a file below the model's folder"),
    ("location", "absent.bin", "model.onnx: tensor 'w': cannot read 'absent.bin'"),
  ])
  func `are read from files beside the model only`(_ key: String, _ value: String, _ words: String)
    throws
  {
    let imported = try model {
      $0.rawData.removeAll()
      $0.dataLocation = .external
      var entry = StringStringEntryProto()
      (entry.key, entry.value) = (key, value)
      $0.externalData = [entry]
    }.imported()
    do {
      _ = try imported.weights.array("w")
      Issue.record("nothing was refused")
    } catch {
      #expect("\(error)".contains(words))
    }
  }

  @Test func `must have the size of their extents`() throws {
    for change: (inout TensorProto) -> Void in [
      { $0.rawData.removeLast() }, { $0.dims = [2, 4] }, { $0.dims = [1 << 40, 1 << 40] },
      { $0.dims = [-2, -3] }, { $0.dataType = 8 }, { $0.dataType = 999 },
    ] {
      #expect(throws: (any Error).self) { try model(change).imported().weights.array("w") }
    }
  }
}
