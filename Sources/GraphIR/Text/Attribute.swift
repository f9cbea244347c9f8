/// The tree that attributes are encoded to on their way to and from text.
public indirect enum Attribute: Hashable, Sendable {
  case bool(Bool)
  case int(Int)
  /// A float, by its bits.
  case float(Scalar)
  /// A string that text quotes.
  case string(String)
  /// A case of an enumeration, or any other string that is an identifier.
  case word(String)
  case list([Attribute])
  /// An array, which text spells out or names by its digest.
  case array(NDArray)
  /// Named attributes in the order of declaration.
  case record([Field])

  /// A named attribute.
  public struct Field: Hashable, Sendable {
    /// The name of the stored property.
    public let name: String
    /// Its value.
    public let value: Attribute

    /// An attribute of a name.
    package init(name: String, value: Attribute) {
      self.name = name
      self.value = value
    }
  }

  /// The fields of a record; empty for anything else.
  public var fields: [Field] {
    if case .record(let fields) = self { return fields }
    return []
  }

  /// The field of the given name.
  public subscript(name: String) -> Attribute? { fields.first { $0.name == name }?.value }
}

extension Attribute: CustomStringConvertible {
  /// The attribute as text.
  public var description: String {
    switch self {
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .float(let scalar): "\(scalar.value)"
    case .string(let value): Self.quote(value)
    case .word(let value): value
    case .array(let array):
      "dense \(TensorType(array.elementType, array.extents)) \(array.spelling)"
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .record(let fields):
      "{" + fields.map { "\($0.name) = \($0.value)" }.joined(separator: ", ") + "}"
    }
  }

  /// Returns the string in quotes, with escapes for quotes, backslashes and line ends.
  static func quote(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  /// `true` iff text can spell the string without quotes.
  static func isWord(_ string: String) -> Bool {
    guard let first = string.utf8.first, isLetter(first) else { return false }
    return !["true", "false", "nan", "inf"].contains(string)
      && string.utf8.allSatisfy {
        isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}
