extension Parser {
  /// Returns the attribute that text spells; throws where it is none.
  package static func attribute(_ text: String) throws(Diagnostic) -> Attribute {
    var parser = try Parser(text, file: "<attribute>")
    let attribute = try parser.attribute()
    if parser.token.kind != .end { throw parser.unexpected("the end of the attribute") }
    return attribute
  }

  /// Returns `{name = value, …}`; an empty record where no brace comes next.
  mutating func attributes() throws(Diagnostic) -> Attribute {
    if token.kind != .mark("{") { return .record([]) }
    return try record()
  }

  private mutating func record() throws(Diagnostic) -> Attribute {
    var names: Set<String> = []
    let fields = try list("{", "}") { (parser) throws(Diagnostic) -> Attribute.Field in
      let site = parser.token.site
      let name = try parser.word("an attribute's name")
      if !names.insert(name).inserted {
        throw Diagnostic("attribute '\(name)' is given twice", at: site)
      }
      try parser.expect("=")
      return Attribute.Field(name: name, value: try parser.attribute())
    }
    return .record(fields)
  }

  private mutating func attribute() throws(Diagnostic) -> Attribute {
    switch token.kind {
    case .int(let value):
      try advance()
      return .int(value)
    case .float(let value):
      try advance()
      return .float(Scalar(value))
    case .string(let text):
      try advance()
      return .string(text)
    case .word("dense"):
      try advance()
      return .array(try dense())
    case .word(let word):
      try advance()
      if word == "true" || word == "false" { return .bool(word == "true") }
      return .word(word)
    case .mark("["):
      return .list(try list("[", "]") { (parser) throws(Diagnostic) in try parser.attribute() })
    case .mark("{"):
      return try record()
    default:
      throw unexpected("an attribute's value")
    }
  }

  /// Returns the array behind `dense`.
  private mutating func dense() throws(Diagnostic) -> NDArray {
    let type = try type()
    if case .digest(let digest) = token.kind {
      let array = try array(digest, type)
      try advance()
      return array
    }
    let site = token.site
    let elements = try list("[", "]") { (parser) throws(Diagnostic) in try parser.attribute() }
    if elements.count != type.count {
      throw Diagnostic("\(elements.count) elements do not fill \(type)", at: site)
    }
    if type.elementType.isFloatingPoint {
      var values: [Double] = []
      for element in elements {
        switch element {
        case .float(let scalar): values.append(scalar.value)
        case .int(let value): values.append(Double(value))
        default: throw Diagnostic("\(element) is not a number", at: site)
        }
      }
      return NDArray(narrowing: values, to: type.elementType, type.extents)
    }
    var values: [Int64] = []
    for element in elements {
      guard case .int(let value) = element else {
        throw Diagnostic("\(element) is not an integer", at: site)
      }
      values.append(Int64(value))
    }
    let array = NDArray(narrowing: values, to: type.elementType, type.extents)
    let stored: [Int64] = array.widened()
    for (value, stored) in zip(values, stored) where value != stored {
      throw Diagnostic("\(value) does not fit \(type.elementType.rawValue)", at: site)
    }
    return array
  }
}
