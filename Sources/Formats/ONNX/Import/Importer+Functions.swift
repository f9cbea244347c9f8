import Frontend
import GraphIR
import ONNXMessages

extension Importer {
  /// Returns the results of a function of the model, whose nodes are appended here.
  func results(
    of function: FunctionProto, _ call: OperatorCall, in scope: NameScope, at site: Site
  ) throws(Diagnostic) -> [Tensor]? {
    try checkDepth(scope)
    var attributes: [String: AttributeProto] = [:]
    for attribute in function.attributeProto { attributes[attribute.name] = attribute }
    for name in function.attribute { attributes[name] = call.attributes[name] }
    for attribute in function.attributeProto {
      if let given = call.attributes[attribute.name] { attributes[attribute.name] = given }
    }
    let inner = NameScope(
      calledFrom: scope, versions: function.opsetImport.versions, attributes: attributes)
    for (position, name) in function.input.enumerated() {
      if let operand = call.optional(position) { inner[name] = .tensor(operand) }
    }
    lower(function.node, in: inner, at: site)
    return try results(function.output, in: inner)
  }

  /// Returns the results of the branch that a condition chooses.
  func branch(_ call: OperatorCall, in scope: NameScope, at site: Site) throws(Diagnostic)
    -> [Tensor]?
  {
    try checkDepth(scope)
    let isTrue = try call.numbers(0).first != 0
    guard let attribute = call.attributes[isTrue ? "then_branch" : "else_branch"] else {
      throw Diagnostic("has no \(isTrue ? "then" : "else") branch")
    }
    let inner = NameScope(branchOf: scope)
    lower(attribute.g, in: inner, at: site)
    return try results(attribute.g.output.map(\.name), in: inner)
  }

  private func results(_ names: [String], in scope: NameScope) throws(Diagnostic) -> [Tensor]? {
    var results: [Tensor] = []
    for name in names {
      switch entry(name, in: scope) {
      case .tensor(let tensor)?: results.append(tensor)
      case .refused?: return nil
      default: throw Diagnostic("result '\(name)': no node makes it")
      }
    }
    return results
  }

  private func checkDepth(_ scope: NameScope) throws(Diagnostic) {
    if scope.depth >= NameScope.maxDepth {
      throw Diagnostic("is inside of \(scope.depth) functions or branches, expected fewer")
    }
  }
}
