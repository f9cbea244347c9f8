import Frontend
import GraphIR
import NDArrays
import ONNXMessages

import struct Formats.FormatError

/// Makes a graph of an ONNX model: node after node, each through the lowering of its operator.
///
/// Values that shapes, axes and indices depend on are not computed by a second set of rules: the
/// graph so far is evaluated (`elements(of:_:)`), and what is not needed at the end is dropped.
final class Importer {
  /// The graph that is made.
  let builder: GraphBuilder
  /// The model.
  let model: ONNXModel
  /// What the caller knows.
  let options: ONNXImport.Options
  /// The values of the graph's parameters.
  var weights: ONNXWeights
  /// The values that were needed so far.
  var knownElements: [Int: NDArray] = [:]
  /// The inputs whose values were needed.
  var fixedInputs: [String] = []
  /// The names of values, by position.
  var names: [Int: String] = [:]
  /// What cannot be imported.
  private(set) var failures: [Diagnostic] = []
  private let functions: [FunctionKey: FunctionProto]

  /// What a node calls a function by.
  private struct FunctionKey: Hashable {
    /// The domain.
    let domain: String
    /// The name.
    let name: String
    /// Which of several functions of that name.
    let overload: String
  }

  /// An import of a model.
  init(_ model: ONNXModel, _ options: ONNXImport.Options) {
    self.model = model
    self.options = options
    let name = model.message.graph.name
    builder = GraphBuilder(name: name.isEmpty ? "model" : name)
    weights = ONNXWeights(model.tensors)
    functions = Dictionary(
      model.message.functions.map {
        (FunctionKey(domain: $0.domain, name: $0.name, overload: $0.overload), $0)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The versions of the standard's operator set that are known.
  static let versions = 6...28

  /// Returns the graph; throws all that cannot be imported.
  func run() throws(Diagnostics) -> ONNXImport {
    let scope = NameScope(versions: model.message.opsetImport.versions)
    check(scope.versions)
    declareInputs(in: scope)
    lower(model.message.graph, in: scope)
    for output in model.message.graph.output {
      switch entry(output.name, in: scope) {
      case .tensor(let tensor)?:
        let declared = Int(output.type.tensorType.elemType)
        if declared != 0 && declared != tensor.elementType.onnx.rawValue {
          fail(
            "output '\(output.name)': is \(tensor.type), but the model declares "
              + ElementType.onnxName(declared))
        }
        builder.output(output.outputName, tensor)
      case .refused?: break
      default: fail("output '\(output.name)': no node makes it")
      }
    }
    if model.message.graph.output.isEmpty { fail("the model has no output") }
    failures += builder.takeFailures().map { Diagnostic("\(model.path): \($0.message)") }
    if !failures.isEmpty { throw Diagnostics(failures) }
    return ONNXImport(
      graph: try finish(), weights: weights, fixedInputs: fixedInputs.sorted())
  }

  /// Records what is wrong with the model as a whole.
  func fail(_ message: String) { failures.append(Diagnostic("\(model.path): \(message)")) }

  private func check(_ versions: [String: Int]) {
    guard let version = versions[""] else {
      if versions.isEmpty { fail("imports no operator set") }
      return
    }
    if !Self.versions.contains(version) {
      fail(
        "is of operator set \(version), expected \(Self.versions.lowerBound) to "
          + "\(Self.versions.upperBound)")
    }
  }

  // MARK: Nodes

  /// Enters the tensors of a graph and lowers its nodes.
  func lower(_ graph: GraphProto, in scope: NameScope, at site: Site? = nil) {
    for tensor in graph.initializer {
      if scope.declares(tensor.name) {
        fail("initialiser '\(tensor.name)': is there twice, expected distinct names")
      }
      scope[tensor.name] = .initializer(tensor)
    }
    for tensor in graph.sparseInitializer {
      scope[tensor.values.name] = .refused
      fail("initialiser '\(tensor.values.name)': is sparse, expected a dense tensor")
    }
    lower(graph.node, in: scope, at: site)
  }

  /// Lowers nodes in order; those of a function or branch are at the place of its caller.
  func lower(_ nodes: [NodeProto], in scope: NameScope, at site: Site? = nil) {
    for (index, node) in nodes.enumerated() {
      lower(node, in: scope, at: site ?? Site(file: model.path, line: index + 1))
    }
  }

  private func lower(_ node: NodeProto, in scope: NameScope, at site: Site) {
    do throws(Diagnostic) {
      guard let results = try results(of: node, in: scope, at: site) else {
        for name in node.output { scope[name] = .refused }
        return
      }
      for (position, name) in node.output.enumerated() where !name.isEmpty {
        if position >= results.count { throw Diagnostic("result \(position) cannot be computed") }
        if scope.declares(name) {
          throw Diagnostic("result '\(name)': the graph has such a value, expected a new name")
        }
        scope[name] = .tensor(results[position])
        if let value = results[position].value, names[value.index] == nil, scope.depth == 0 {
          names[value.index] = name
        }
      }
    } catch {
      failures.append(
        Diagnostic("\(node.spelling): \(error.message)", at: site, notes: error.notes))
      for name in node.output { scope[name] = .refused }
    }
  }

  /// Returns the results of a node; nil where they depend on a node that was refused.
  private func results(of node: NodeProto, in scope: NameScope, at site: Site) throws(Diagnostic)
    -> [Tensor]?
  {
    let domain = node.domain == "ai.onnx" ? "" : node.domain
    let key = FunctionKey(domain: node.domain, name: node.opType, overload: node.overload)
    let known =
      domain.isEmpty ? ONNXOperator.named[node.opType] : GraphDomain.op(of: node)
    let function = domain == GraphDomain.name && known != nil ? nil : functions[key]
    if function == nil && known == nil && node.opType != "If" {
      throw Diagnostic(ONNXOperator.refusal(node.opType, domain: domain))
    }
    guard let operands = try operands(of: node, in: scope) else { return nil }
    let call = OperatorCall(
      node: node, version: scope.versions[domain] ?? 0, operands: operands,
      attributes: scope.attributes(of: node), importer: self)
    if let function { return try results(of: function, call, in: scope, at: site) }
    if node.opType == "If" { return try branch(call, in: scope, at: site) }
    let before = failures.count
    // It is known where it is no function and no branch.
    let results = builder.at(site) {
      Result { () throws(Diagnostic) in try known!.lower(call) }
    }
    // What was reported first is the cause of what the lowering then throws.
    if let failure = builder.takeFailures().first { throw failure }
    let tensors = try results.get()
    return failures.count > before ? nil : tensors
  }

  /// Returns the operands of a node; nil where one was refused.
  private func operands(of node: NodeProto, in scope: NameScope) throws(Diagnostic) -> [Tensor?]? {
    var operands: [Tensor?] = []
    for name in node.input {
      if name.isEmpty {
        operands.append(nil)
        continue
      }
      switch entry(name, in: scope) {
      case .tensor(let tensor)?: operands.append(tensor)
      case .refused?: return nil
      default: throw Diagnostic("operand '\(name)': no node before makes it")
      }
    }
    return operands
  }
}

extension NameScope {
  /// The attributes of a node, with those that a function passes on in place.
  func attributes(of node: NodeProto) -> [String: AttributeProto] {
    var result: [String: AttributeProto] = [:]
    for attribute in node.attribute {
      result[attribute.name] =
        attribute.refAttrName.isEmpty ? attribute : attributes[attribute.refAttrName]
    }
    return result
  }
}

extension NodeProto {
  /// The operator and, where there is one, the name: `Conv 'encoder/conv1'`.
  var spelling: String { opType + (name.isEmpty ? "" : " '\(name)'") }
}
