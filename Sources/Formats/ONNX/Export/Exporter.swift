import GraphIR
import NDArrays
import ONNXMessages

/// Makes an ONNX model of a graph: from the results backward, each form as large as it fits.
struct Exporter {
  private let graph: Graph
  private let options: ONNXExport.Options
  private let names = Names()
  /// The name of each value in the file.
  private var valueNames: [String]
  /// The names of the outputs in the file.
  private var outputNames: [String] = []
  private var message = ModelProto()
  private var tensors: [(message: TensorProto, value: NDArray)] = []
  private var functions = FunctionTable()
  private var failures: [Diagnostic] = []

  /// An export of a graph.
  init(_ graph: Graph, _ options: ONNXExport.Options) {
    self.graph = graph
    self.options = options
    valueNames = [String](repeating: "", count: graph.nodes.count)
  }

  /// Returns the model and its tensors; throws all that has no form.
  mutating func run(_ parameters: [String: NDArray]) throws(Diagnostics)
    -> (ModelProto, [(message: TensorProto, value: NDArray)])
  {
    if let update = graph.updates.first {
      fail("parameter '\(update.name)' is updated by each run, which an ONNX model cannot do")
    }
    let forms = chosenForms()
    nameLeaves(forms, parameters)
    nameOutputs()
    for value in graph.values where forms[value.index] != nil && valueNames[value.index].isEmpty {
      let node = graph[value]
      valueNames[value.index] = names.fresh(node.name ?? AllOps.spelling(node.op))
    }
    for value in graph.values {
      if case .nodes(let form)? = forms[value.index] { append(form, value) }
    }
    addOutputs()
    if !failures.isEmpty { throw Diagnostics(failures) }
    message.irVersion = ONNXExport.version
    message.producerName = "graphc"
    message.opsetImport = [.init("", ONNXExport.opset)]
    if !functions.all.isEmpty {
      message.opsetImport.append(.init(GraphDomain.name, GraphDomain.version))
    }
    message.functions = functions.all
    message.metadataProps = options.metadata.map { .pair($0.key, $0.value) }
    message.graph.name = graph.name
    return (message, tensors)
  }

  private mutating func fail(_ text: String, at site: Site? = nil) {
    failures.append(Diagnostic(text, at: site))
  }

  // MARK: Choosing

  /// What a value of the graph becomes.
  private enum Choice {
    /// An input or a parameter.
    case leaf
    /// Nodes that compute it; nil: the call of a function.
    case nodes(Form?)
  }

  /// Returns what each value becomes; nil where it is needed for nothing or part of another's form.
  private func chosenForms() -> [Choice?] {
    let finder = FormFinder(graph: graph, merges: options.merges)
    let check = FormCheck(graph)
    var choices = [Choice?](repeating: nil, count: graph.nodes.count)
    var isNeeded = [Bool](repeating: false, count: graph.nodes.count)
    for output in graph.outputs { isNeeded[output.value.index] = true }
    for value in graph.values.reversed() {
      let node = graph[value]
      if node.op is Input {
        choices[value.index] = .leaf
        continue
      }
      if !isNeeded[value.index] { continue }
      if node.op is Parameter {
        choices[value.index] = .leaf
        continue
      }
      let form = finder.forms(endingAt: value).first { check.nodes(of: $0, for: value) != nil }
      choices[value.index] = .nodes(form)
      for operand in form?.operands ?? node.operands { isNeeded[operand.index] = true }
    }
    return choices
  }

  // MARK: Names

  /// Names the inputs and parameters, and enters them.
  private mutating func nameLeaves(_ choices: [Choice?], _ parameters: [String: NDArray]) {
    for value in graph.values where choices[value.index] != nil {
      let node = graph[value]
      if let input = node.op as? Input {
        take(input.name, "input", node.site)
        valueNames[value.index] = input.name
        message.graph.input.append(ValueInfoProto(input.name, input.type))
      } else if let parameter = node.op as? Parameter {
        take(parameter.name, "parameter", node.site)
        valueNames[value.index] = parameter.name
        // Every parameter has a value.
        enter(parameter.name, parameters[parameter.name]!, isParameter: true)
      }
    }
  }

  /// Names the outputs; one with the name of an input or a parameter has another in the file.
  private mutating func nameOutputs() {
    for output in graph.outputs {
      let current = valueNames[output.value.index]
      if output.name.isEmpty { fail("an output has no name, which ONNX needs") }
      if !current.isEmpty && current == output.name {
        outputNames.append(current)
        continue
      }
      let name = names.take(output.name) ? output.name : names.fresh("\(output.name)_out")
      outputNames.append(name)
      if current.isEmpty { valueNames[output.value.index] = name }
    }
  }

  private mutating func take(_ name: String, _ role: String, _ site: Site?) {
    if name.isEmpty { return fail("\(role) has no name, which ONNX needs", at: site) }
    if !names.take(name) {
      fail("\(role) '\(name)' has the name of another input, parameter or output", at: site)
    }
  }

  /// Enters a tensor of known elements.
  private mutating func enter(_ name: String, _ value: NDArray, isParameter: Bool = false) {
    var tensor = TensorProto(name: name, value.elementType, value.extents)
    // Without a word about it, a scalar or integers would be a constant.
    if isParameter && (!value.elementType.isFloatingPoint || value.extents.isEmpty) {
      tensor.metadataProps = [.pair(GraphDomain.kindKey, "parameter")]
    }
    tensors.append((tensor, value))
  }

  // MARK: Nodes

  private mutating func append(_ form: Form?, _ value: Value) {
    let node = graph[value]
    let name = valueNames[value.index]
    do throws(Diagnostic) {
      if let form {
        let content = StandardNodes(prefix: "\(name)/", names)
        let result = try form.append(content, form.operands.map { valueNames[$0.index] })
        content.rename(result, to: name)
        for constant in content.constants { enter(constant.name, constant.value) }
        for (position, part) in content.nodes.enumerated() {
          append(part, position == content.nodes.count - 1 ? name : part.output[0], value)
        }
      } else {
        var call = try functions.call(
          node.op, node.operands.map { valueNames[$0.index] },
          node.operands.map { graph[$0].type }, node.type)
        call.output = [name]
        append(call, name, value)
      }
    } catch {
      failures.append(Diagnostic(error.message, at: error.site ?? node.site, notes: error.notes))
    }
    if !outputNames.contains(name) {
      message.graph.valueInfo.append(ValueInfoProto(name, node.type))
    }
  }

  private mutating func append(_ node: NodeProto, _ name: String, _ value: Value) {
    var node = node
    node.name = name
    if let site = graph[value].site {
      node.docString = "\(site)"
      node.metadataProps.append(.pair("site", "\(site)"))
    }
    if options.valueMetadata.indices.contains(value.index) {
      node.metadataProps += options.valueMetadata[value.index].map { .pair($0.key, $0.value) }
    }
    message.graph.node.append(node)
  }

  /// Declares the outputs; one that has another name in the file gets it through a node.
  private mutating func addOutputs() {
    for (output, fileName) in zip(graph.outputs, outputNames) {
      let name = valueNames[output.value.index]
      if name != fileName {
        var node = NodeProto()
        node.opType = "Identity"
        node.name = fileName
        node.input = [name]
        node.output = [fileName]
        message.graph.node.append(node)
      }
      var info = ValueInfoProto(fileName, graph[output.value].type)
      if fileName != output.name {
        info.metadataProps = [.pair(GraphDomain.nameKey, output.name)]
      }
      message.graph.output.append(info)
    }
  }
}
