import GraphIR
import NDArrays
import ONNXMessages

/// The functions of a file: one for each op, attributes and operand types that occur.
struct FunctionTable {
  /// The functions in the order of their first calls.
  private(set) var all: [FunctionProto] = []
  private var overloads: [String: String] = [:]
  private var counts: [String: Int] = [:]

  /// No functions.
  init() {}

  /// Returns a call of the function of an op, without its result; throws where operators of the
  /// standard do not compute it.
  mutating func call(
    _ op: any Op, _ operands: [String], _ types: [TensorType], _ result: TensorType
  ) throws(Diagnostic) -> NodeProto {
    var call = GraphDomain.call(op, operands, types)
    let key = "\(call.opType)\(types) \(AllOps.attributes(op, rank: types.first?.rank ?? 0))"
    if let overload = overloads[key] {
      call.overload = overload
      return call
    }
    let function = try function(op, call, types, result)
    overloads[key] = function.overload
    call.overload = function.overload
    all.append(function)
    return call
  }

  private mutating func function(
    _ op: any Op, _ call: NodeProto, _ types: [TensorType], _ result: TensorType
  ) throws(Diagnostic) -> FunctionProto {
    let count = counts[call.opType, default: 0]
    counts[call.opType] = count + 1
    var function = FunctionProto()
    function.domain = GraphDomain.name
    function.name = call.opType
    function.overload = count == 0 ? "" : "\(count)"
    function.opsetImport = [.init("", ONNXExport.opset)]
    function.attribute = call.attribute.map(\.name)
    function.docString =
      "\(AllOps.spelling(op))(\(types.map(\.description).joined(separator: ", "))) : \(result)"
    let names = Names()
    function.input = types.indices.map { names.fresh("x\($0)") }
    function.output = [names.fresh("y")]
    let content = StandardNodes(prefix: "", names)
    content.rename(try content.append(op, function.input, types, result), to: "y")
    // A function has no initialisers.
    let constants = StandardNodes(prefix: "", names)
    for constant in content.constants {
      let value = constants.append("Constant", [], [.tensor("value", constant.value)])
      constants.rename(value, to: constant.name)
    }
    function.node = constants.nodes + content.nodes
    return function
  }
}
