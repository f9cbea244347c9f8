import NDArrays
import ONNX
import ONNXMessages

/// A small model of several operators.
struct SampleModel {
  /// What it is like.
  let name: String
  /// The model.
  let model: ModelProto
}

/// Small models that use what the importer knows, for tests that damage them.
enum SampleModels {
  /// The values of inputs that extents depend on.
  static let known: ONNXImport.Options = {
    var options = ONNXImport.Options()
    options.values["x1"] = NDArray(narrowing: [2, -1] as [Int64], to: .i64, [2])
    return options
  }()

  /// All of them.
  static let all = [network, shapes, indices, statistics, branches]

  private static func weights(_ extents: Int...) -> NDArray {
    let count = extents.reduce(1, *)
    return NDArray(.f32, extents, (0..<count).map { Double($0 % 7) / 4 - 0.5 })
  }

  private static func integers(_ values: Int64...) -> NDArray {
    NDArray(narrowing: values, to: .i64, [values.count])
  }

  /// A network with a skip connection.
  private static let network = SampleModel(
    name: "network",
    model: ModelProto(
      [
        NodeProto("Conv", ["x0", "w", "b"], ["a"], ["pads": .ints([1, 1, 1, 1])]),
        NodeProto("BatchNormalization", ["a", "s", "b", "b", "s"], ["n"]),
        NodeProto("LeakyRelu", ["n"], ["r"], ["alpha": .float(0.1)]),
        NodeProto(
          "MaxPool", ["r"], ["p"], ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]),
        NodeProto(
          "ConvTranspose", ["p", "u"], ["t"],
          ["strides": .ints([2, 2]), "output_padding": .ints([0, 0])]),
        NodeProto("Resize", ["p", "", "scales"], ["z"], ["mode": .string("linear")]),
        NodeProto("Concat", ["r", "t", "z"], ["c"], ["axis": .int(1)]),
        NodeProto("InstanceNormalization", ["c", "s12", "s12"], ["i"]),
        NodeProto(
          "AveragePool", ["i"], ["v"],
          ["kernel_shape": .ints([3, 3]), "auto_pad": .string("SAME_UPPER")]),
        NodeProto("Softmax", ["v"], ["y"], ["axis": .int(1)]),
      ], version: 18, inputs: [weights(1, 3, 6, 8)], outputs: ["y"],
      initializers: [
        ("w", weights(4, 3, 3, 3)), ("b", weights(4)), ("s", NDArray(.f32, [4], [1, 2, 3, 4])),
        ("u", weights(4, 4, 2, 2)), ("scales", NDArray(.f32, [4], [1, 1, 2, 2])),
        ("s12", weights(12)),
      ]))

  /// Arithmetic on extents.
  private static let shapes = SampleModel(
    name: "shapes",
    model: ModelProto(
      [
        NodeProto("Shape", ["x0"], ["shape"]),
        NodeProto("Gather", ["shape", "last"], ["g"], ["axis": .int(0)]),
        NodeProto("Concat", ["g", "x1"], ["target"], ["axis": .int(0)]),
        NodeProto("Reshape", ["x0", "target"], ["a"]),
        NodeProto("Transpose", ["a"], ["b"], ["perm": .ints([2, 0, 1])]),
        NodeProto("Unsqueeze", ["b", "last"], ["c"]),
        NodeProto("Tile", ["b", "three"], ["d"]),
        NodeProto("Slice", ["d", "from", "last", "last"], ["e"]),
        NodeProto(
          "Split", ["x0"], ["f", "h"], ["axis": .int(1), "num_outputs": .int(2)]),
        NodeProto("Pad", ["f", "pads"], ["i"], ["mode": .string("reflect")]),
        NodeProto("ConstantOfShape", ["shape"], ["j"]),
        NodeProto("Range", ["zero", "four", "one"], ["k"]),
        NodeProto("Expand", ["k", "shape4"], ["l"]),
        NodeProto("Einsum", ["b", "b"], ["m"], ["equation": .string("ijk,ijl->kl")]),
      ], version: 18, inputs: [weights(2, 4, 4), integers(2, -1)],
      outputs: ["c", "e", "i", "j", "l", "m", "h"],
      initializers: [
        ("last", integers(2)), ("from", integers(0)), ("three", integers(1, 2, 1)),
        ("pads", integers(0, 0, 1, 0, 1, 0)),
        ("zero", NDArray(zeros: .i64, [])),
        ("one", NDArray(narrowing: [1] as [Int64], to: .i64, [])),
        ("four", NDArray(narrowing: [4] as [Int64], to: .i64, [])), ("shape4", integers(3, 4)),
      ]))

  /// Reads and writes at indices.
  private static let indices = SampleModel(
    name: "indices",
    model: ModelProto(
      [
        NodeProto("TopK", ["x0", "k"], ["v", "i"], ["axis": .int(-1)]),
        NodeProto("GatherElements", ["x0", "i"], ["g"], ["axis": .int(1)]),
        NodeProto("ScatterElements", ["x0", "i", "v"], ["s"], ["axis": .int(1)]),
        NodeProto("GatherND", ["x0", "n"], ["d"]),
        NodeProto("ScatterND", ["x0", "n", "d"], ["e"]),
        NodeProto("OneHot", ["i", "depth", "two"], ["o"]),
        NodeProto("CumSum", ["x0", "axis"], ["c"]),
        NodeProto("ArgMax", ["x0"], ["a"], ["axis": .int(1), "keepdims": .int(0)]),
        NodeProto("Trilu", ["x0"], ["t"]),
        NodeProto("GridSample", ["image", "grid"], ["y"], ["padding_mode": .string("border")]),
        NodeProto(
          "Col2Im", ["columns", "size", "block"], ["z"], ["pads": .ints([0, 0, 0, 0])]),
      ], version: 18, inputs: [weights(3, 5)],
      outputs: ["g", "s", "e", "o", "c", "a", "t", "y", "z"],
      initializers: [
        ("k", integers(2)), ("n", NDArray(narrowing: [0, 2] as [Int64], to: .i64, [2, 1])),
        ("depth", NDArray(narrowing: [5] as [Int64], to: .i64, [])),
        ("two", NDArray(.f32, [2], [0, 1])), ("axis", NDArray(zeros: .i64, [])),
        ("image", weights(1, 2, 4, 4)), ("grid", weights(1, 3, 3, 2)),
        ("columns", weights(1, 4, 9)),
        ("size", integers(4, 4)), ("block", integers(2, 2)),
      ]))

  /// Norms, reductions and products.
  private static let statistics = SampleModel(
    name: "statistics",
    model: ModelProto(
      [
        NodeProto("LayerNormalization", ["x0", "w"], ["a"]),
        NodeProto("ReduceMean", ["a", "axes"], ["b"], ["keepdims": .int(0)]),
        NodeProto("ReduceLogSumExp", ["x0"], ["c"]),
        NodeProto("MatMul", ["x0", "m"], ["d"]),
        NodeProto("Gemm", ["d", "m", "w"], ["e"], ["transB": .int(0), "alpha": .float(0.5)]),
        NodeProto("LRN", ["image"], ["f"], ["size": .int(3)]),
        NodeProto("GroupNormalization", ["image", "g", "g"], ["h"], ["num_groups": .int(2)]),
        NodeProto("LpNormalization", ["x0"], ["i"]),
        NodeProto("Clip", ["x0", "low"], ["j"]),
        NodeProto("Cast", ["x0"], ["k"], ["to": .int(7)]),
        NodeProto("DepthToSpace", ["image"], ["l"], ["blocksize": .int(2)]),
        NodeProto("Dropout", ["x0"], ["n"]),
        NodeProto("Attention", ["q", "q", "q"], ["o"]),
      ], version: 23, inputs: [weights(3, 4)],
      outputs: ["b", "c", "e", "f", "h", "i", "j", "k", "l", "n", "o"],
      initializers: [
        ("w", weights(4)), ("axes", integers(1)), ("m", weights(4, 4)),
        ("image", weights(1, 4, 3, 3)),
        ("g", weights(4)), ("low", NDArray(.f32, [], [-0.25])), ("q", weights(1, 2, 3, 4)),
      ]))

  /// A branch that a constant chooses, and a function of the model.
  private static let branches: SampleModel = {
    var then = GraphProto()
    then.node = [NodeProto("Exp", ["x0"], ["t"])]
    then.output = [ValueInfoProto()]
    then.output[0].name = "t"
    var other = GraphProto()
    other.node = [NodeProto("Loop", ["x0"], ["o"])]
    other.output = [ValueInfoProto()]
    other.output[0].name = "o"
    var call = NodeProto("Twice", ["i"], ["y"], ["by": .float(2)])
    call.domain = "local"
    var function = FunctionProto()
    function.name = "Twice"
    function.domain = "local"
    function.input = ["a"]
    function.output = ["c"]
    function.attribute = ["by"]
    var factor = NodeProto("Constant", [], ["f"])
    factor.attribute = [AttributeProto()]
    factor.attribute[0].name = "value_float"
    factor.attribute[0].refAttrName = "by"
    factor.attribute[0].type = .float
    function.node = [factor, NodeProto("Mul", ["a", "f"], ["c"])]
    var set = OperatorSetIdProto()
    set.version = 18
    function.opsetImport = [set]
    var model = ModelProto(
      [
        NodeProto(
          "If", ["flag"], ["i"], ["then_branch": .graph(then), "else_branch": .graph(other)]),
        call,
      ], version: 18, inputs: [weights(2, 3)], outputs: ["y"],
      initializers: [("flag", NDArray(narrowing: [1] as [Int64], to: .bool, []))])
    model.functions = [function]
    return SampleModel(name: "branches", model: model)
  }()
}

extension ModelProto {
  /// The file's content.
  func bytes() throws -> [UInt8] { try serializedBytes() }
}
