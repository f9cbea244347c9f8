import Frontend
import GraphIR
import NDArrays
import ONNXMessages

/// A node of an ONNX graph, as the lowering of its operator sees it.
struct OperatorCall {
  /// The node.
  let node: NodeProto
  /// The version of the operator set that the node is of.
  let version: Int
  /// The operands; nil where one is left out.
  let operands: [Tensor?]
  /// The attributes, with those of the function around the node in place.
  let attributes: [String: AttributeProto]
  /// The import that the node is part of.
  let importer: Importer

  /// What the graph is appended to.
  var builder: GraphBuilder { importer.builder }

  // MARK: Operands

  /// Returns an operand; throws where it is left out.
  func operand(_ position: Int) throws(Diagnostic) -> Tensor {
    if let operand = optional(position) { return operand }
    throw Diagnostic("operand \(position) is left out, expected a tensor")
  }

  /// Returns an operand; nil where it is left out.
  func optional(_ position: Int) -> Tensor? {
    operands.indices.contains(position) ? operands[position] : nil
  }

  /// Returns all operands; throws where one is left out, or there is none.
  func allOperands() throws(Diagnostic) -> [Tensor] {
    let given = operands.compactMap { $0 }
    if given.isEmpty || given.count < operands.count {
      throw Diagnostic("an operand is left out, expected tensors")
    }
    return given
  }

  // MARK: Values that must be known

  /// Returns the elements of an operand that the graph depends on; throws where they are not known
  /// before it runs.
  func elements(_ position: Int) throws(Diagnostic) -> NDArray {
    try importer.elements(of: try operand(position), "operand \(position)")
  }

  /// Returns the elements of an operand of integers that the graph depends on.
  func integers(_ position: Int) throws(Diagnostic) -> [Int] {
    let array = try elements(position)
    if array.elementType.isFloatingPoint {
      throw Diagnostic("operand \(position) is \(array.elementType.rawValue), expected integers")
    }
    return array.widened(to: Int64.self).map { Int($0) }
  }

  /// Returns the elements of an operand of integers; nil where it is left out.
  func optionalIntegers(_ position: Int) throws(Diagnostic) -> [Int]? {
    optional(position) == nil ? nil : try integers(position)
  }

  /// Returns the elements of an operand as doubles.
  func numbers(_ position: Int) throws(Diagnostic) -> [Double] {
    try elements(position).asDoubles()
  }

  /// Returns the only element of an operand; nil where it is left out.
  func optionalNumber(_ position: Int) throws(Diagnostic) -> Double? {
    if optional(position) == nil { return nil }
    let values = try numbers(position)
    if values.count == 1 { return values[0] }
    throw Diagnostic("operand \(position) has \(values.count) elements, expected 1")
  }

  /// Returns the elements of an operand that depends on constants only; nil where it is left out or
  /// depends on anything else.
  func constantElements(_ position: Int) throws(Diagnostic) -> NDArray? {
    guard let operand = optional(position), importer.isConstant(operand) else { return nil }
    return try elements(position)
  }

  // MARK: Attributes

  /// Returns an attribute, which the node is refused for where it has another type.
  private func attribute(_ name: String, _ type: AttributeProto.AttributeType) -> AttributeProto? {
    guard let attribute = attributes[name] else { return nil }
    // The oldest files name no types.
    if attribute.type != type && attribute.type != .undefined {
      builder.report(Diagnostic("\(name) has the type \(attribute.type), expected \(type)"))
    }
    return attribute
  }

  /// Returns an attribute; nil where it is not given.
  func int(_ name: String) -> Int? { attribute(name, .int).map { Int($0.i) } }

  /// Returns an attribute, or its default.
  func int(_ name: String, _ other: Int) -> Int { int(name) ?? other }

  /// `true` iff an attribute is given and not 0, or where it is not given `other`.
  func flag(_ name: String, _ other: Bool = false) -> Bool { int(name).map { $0 != 0 } ?? other }

  /// Returns an attribute; nil where it is not given.
  func ints(_ name: String) -> [Int]? { attribute(name, .ints).map { $0.ints.map { Int($0) } } }

  /// Returns an attribute; nil where it is not given.
  ///
  /// It has f32; where metadata of the node holds what was rounded to it, that counts.
  func float(_ name: String) -> Double? {
    guard let attribute = attribute(name, .float) else { return nil }
    let key = GraphDomain.exactPrefix + name
    if let text = node.metadataProps.first(where: { $0.key == key })?.value,
      let exact = Double(text), Float(exact) == attribute.f
    {
      return exact
    }
    return Double(decimal: attribute.f)
  }

  /// Returns an attribute, or its default.
  func float(_ name: String, _ other: Double) -> Double { float(name) ?? other }

  /// Returns an attribute; nil where it is not given.
  func floats(_ name: String) -> [Double]? {
    attribute(name, .floats).map { $0.floats.map { Double(decimal: $0) } }
  }

  /// Returns an attribute; nil where it is not given.
  func string(_ name: String) -> String? {
    attribute(name, .string).map { String(decoding: $0.s, as: UTF8.self) }
  }

  /// Returns an attribute; nil where it is not given.
  func tensor(_ name: String) throws(Diagnostic) -> NDArray? {
    guard let attribute = attribute(name, .tensor) else { return nil }
    return try importer.array(attribute.t)
  }

  /// Returns an attribute that spells one of some values; throws where it is another.
  func choice<Choice>(_ name: String, _ plain: String, _ choices: [String: Choice])
    throws(Diagnostic) -> Choice
  {
    let text = string(name) ?? plain
    if let choice = choices[text] { return choice }
    throw Diagnostic(
      "\(name) is '\(text)', expected one of \(choices.keys.sorted().joined(separator: ", "))")
  }

  /// Returns the element type that an attribute names; nil where it is not given.
  func elementType(_ name: String) throws(Diagnostic) -> ElementType? {
    guard let number = int(name) else { return nil }
    if let type = ElementType(onnx: number) { return type }
    throw Diagnostic(
      "\(name) is \(ElementType.onnxName(number)), which graphs have no elements of")
  }

  /// Returns the dimension that a number names, counted from the end where negative.
  func dimension(_ axis: Int, rank: Int) throws(Diagnostic) -> Int {
    let dimension = axis < 0 ? axis + rank : axis
    if (0..<rank).contains(dimension) { return dimension }
    throw Diagnostic("axis \(axis) does not exist, expected \(-rank) ..< \(rank)")
  }

  /// Returns the dimensions that numbers name, in their order.
  func dimensions(_ axes: [Int], rank: Int) throws(Diagnostic) -> [Int] {
    var result: [Int] = []
    for axis in axes {
      let dimension = try dimension(axis, rank: rank)
      if result.contains(dimension) { throw Diagnostic("axis \(axis) comes twice in \(axes)") }
      result.append(dimension)
    }
    return result
  }

  // MARK: Results

  /// `true` iff the graph has a name for a result.
  func asks(forResult position: Int) -> Bool {
    node.output.indices.contains(position) && !node.output[position].isEmpty
  }

  /// Returns a tensor of known elements.
  func constant(_ array: NDArray) -> Tensor { builder.append(Constant(array), []) }

  /// Returns a number as a tensor without dimensions.
  func constant(_ value: Double, _ type: ElementType) -> Tensor {
    constant(NDArray(type, [], [value]))
  }

  /// Returns a list of integers as a tensor.
  func constant(_ values: [Int]) -> Tensor {
    constant(NDArray(narrowing: values.map { Int64($0) }, to: .i64, [values.count]))
  }
}

extension Double {
  /// The number that the shortest decimal of a float spells: 0.1 rather than the float next to it,
  /// so that an attribute is what its author wrote.
  init(decimal value: Float) { self = Double("\(value)") ?? Double(value) }
}
