import Formats
import Foundation
import GraphIR
import NDArrays
import ONNX
import Support
import Testing

@Suite struct `exporting ONNX models` {
  /// Returns the only graph of text.
  private func graph(_ text: String) throws -> Graph { try Parser.graph(text) }

  /// Returns the operators of the nodes of an export, with the domain of our own ones.
  private func operators(_ graph: Graph, _ parameters: [String: NDArray] = [:]) throws -> [String] {
    try ONNXExport(graph, parameters: parameters).message.graph.node.map {
      ($0.domain.isEmpty ? "" : $0.domain + ".") + $0.opType
    }
  }

  @Test(arguments: OpCases.all)
  func `every op is imported as itself`(_ item: OpCase) throws {
    for (_, types) in item.variants {
      let (graph, parameters) = try item.graph(of: types)
      let bytes = try ONNXExport(graph, parameters: parameters).bytes()
      let imported = try ONNXModel(bytes: bytes).imported()
      let difference = GraphComparison.difference(graph, imported.graph)
      #expect(difference == nil, "\(item) of \(types): \(difference ?? "")")
      for (name, array) in parameters { #expect(try imported.weights.array(name) == array) }
    }
  }

  @Test func `a convolution has its bias, and functions of elements repeat their operands`() throws
  {
    let text = """
      graph @model {
        %x = input @x : f32[1, 2, 4, 4]
        %w = parameter @conv.weight : f32[3, 2, 3, 3]
        %b = parameter @conv.bias : f32[3]
        %y = convolution(%x, %w) : f32[1, 3, 2, 2]
        %r = broadcast(%b) {extents = [1, 3, 2, 2], axes = [1]} : f32[1, 3, 2, 2]
        %z = add(%y, %r) : f32[1, 3, 2, 2]
        %n = constant() {value = dense f32[] [2.0]} : f32[]
        %m = broadcast(%n) {extents = [1, 3, 2, 2]} : f32[1, 3, 2, 2]
        %p = multiply(%z, %m) : f32[1, 3, 2, 2]
        %q = leaky_relu(%p) {parameters = [0.2]} : f32[1, 3, 2, 2]
        %s = square(%q) : f32[1, 3, 2, 2]
        output @y = %s
      }
      """
    let weights = [
      "conv.weight": NDArray.random(TensorType(.f32, [3, 2, 3, 3]), seed: 1),
      "conv.bias": NDArray.random(TensorType(.f32, [3]), seed: 2),
    ]
    #expect(
      try operators(graph(text), weights) == [
        "Conv", "Constant", "Mul", "LeakyRelu", "org.graphc.square",
      ])
  }

  @Test func `a broadcast that is used twice stays`() throws {
    let text = """
      graph @model {
        %x = input @x : f32[2, 3]
        %b = input @b : f32[3]
        %r = broadcast(%b) {extents = [2, 3], axes = [1]} : f32[2, 3]
        %y = add(%x, %r) : f32[2, 3]
        %z = multiply(%y, %r) : f32[2, 3]
        output @z = %z
      }
      """
    #expect(try operators(graph(text)) == ["Expand", "Add", "Mul"])
  }

  @Test func `large weights are beside the model`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "onnx-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = """
      graph @model {
        %x = input @x : f32[64, 64]
        %a = parameter @a : f32[64, 64]
        %b = parameter @b : f32[64, 64]
        %s = parameter @s : f32[2]
        %y = add(%a, %x) : f32[64, 64]
        %z = add(%b, %y) : f32[64, 64]
        output @z = %z
        output @s = %s
      }
      """
    let weights = [
      "a": NDArray.random(TensorType(.f32, [64, 64]), seed: 1),
      "b": NDArray.random(TensorType(.f32, [64, 64]), seed: 2),
      "s": NDArray.random(TensorType(.f32, [2]), seed: 3),
    ]
    let export = try ONNXExport(try graph(text), parameters: weights)
    for limit in [ONNXExport.limit, 10_000] {
      let path = folder.appending(path: "model.\(limit).onnx").path
      try export.write(to: path, limit: limit)
      #expect(FileManager.default.fileExists(atPath: path + ".data") == (limit == 10_000))
      let imported = try ONNXModel(path: path).imported()
      for (name, array) in weights { #expect(try imported.weights.array(name) == array) }
    }
    let error = #expect(throws: FormatError.self) {
      try export.write(to: folder.appending(path: "none.onnx").path, limit: 100)
    }
    #expect(error?.message.contains("without its weights, expected at most 100") == true)
  }

  @Test func `an output may have the name of an input`() throws {
    let text = """
      graph @model {
        %x = input @x : f32[2]
        %y = relu(%x) : f32[2]
        output @x = %y
        output @y = %x
      }
      """
    let bytes = try ONNXExport(try graph(text), parameters: [:]).bytes()
    let model = try ONNXModel(bytes: bytes)
    #expect(model.outputs == ["x", "y"])
    #expect(GraphComparison.difference(try graph(text), try model.imported().graph) == nil)
  }

  @Test func `an update is refused, and a parameter with the name of an input`() throws {
    let text = """
      graph @model {
        %x = input @x : f32[2]
        %p = parameter @x : f32[2]
        %y = add(%x, %p) : f32[2]
        output @y = %y
        update @x = %y
      }
      """
    let values = ["x": NDArray(zeros: .f32, [2])]
    let errors = #expect(throws: Diagnostics.self) {
      try ONNXExport(try graph(text), parameters: values)
    }
    #expect(errors?.description.contains("parameter 'x' is updated by each run") == true)
    #expect(errors?.description.contains("has the name of another input") == true)
  }

  @Test func `a call of an op that is not known runs its function`() throws {
    let text = """
      graph @model {
        %x = input @x : f32[2]
        %y = square(%x) : f32[2]
        output @y = %y
      }
      """
    var message = try ONNXExport(try graph(text), parameters: [:]).message
    message.graph.node[0].opType = "cube"
    message.functions[0].name = "cube"
    let imported = try ONNXModel(message: message).imported().graph
    #expect(imported.nodes.map { AllOps.spelling($0.op) } == ["input", "multiply"])
  }

  @Test func `a call with wrong attributes is refused`() throws {
    let text = """
      graph @model {
        %x = input @x : f32[4]
        %y = block_sum(%x) {block = [2]} : f64[2]
        output @y = %y
      }
      """
    var message = try ONNXExport(try graph(text), parameters: [:]).message
    for (name, values) in [("block", [0]), ("block", []), ("axes", [1])] as [(String, [Int64])] {
      message.graph.node[0].attribute[0].name = name
      message.graph.node[0].attribute[0].ints = values
      let changed = message
      #expect(throws: Diagnostics.self) { try ONNXModel(message: changed).imported() }
    }
  }
}

extension OpCase {
  /// Returns a graph of the op alone, and the values of its parameters.
  func graph(of types: [TensorType]) throws -> (Graph, [String: NDArray]) {
    var graph = Graph(name: "case")
    var operands: [Value] = []
    for (position, type) in types.enumerated() {
      operands.append(try graph.append(Input(name: "x\(position)", type: type)))
    }
    var parameters: [String: NDArray] = [:]
    if let parameter = op as? Parameter {
      parameters[parameter.name] = .random(parameter.type, seed: 1)
    }
    graph.output("y", try graph.append(op, operands))
    return (graph, parameters)
  }
}
