/// A JSON value (RFC 8259); objects keep their order.
package indirect enum JSON: Hashable, Sendable {
  /// Keys with values.
  case object([Member])
  /// A list.
  case array([JSON])
  /// Text.
  case string(String)
  /// A whole number below 2^63.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// True or false.
  case boolean(Bool)
  /// Nothing.
  case null

  /// A key with its value.
  package struct Member: Hashable, Sendable {
    /// The key.
    package let key: String
    /// The value.
    package let value: JSON

    /// A key with its value.
    package init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// The members of an object; nil for any other value.
  package var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// The elements of an array; nil for any other value.
  package var elements: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

  /// The text of a string; nil for any other value.
  package var text: String? { if case .string(let text) = self { text } else { nil } }

  /// A whole number below 2^63; nil for any other value.
  package var integer: Int? { if case .integer(let value) = self { value } else { nil } }

  /// The value of a key in an object; nil where there is none.
  package subscript(key: String) -> JSON? { members?.first { $0.key == key }?.value }
}

extension JSON: CustomStringConvertible {
  /// The value as text without spaces.
  package var description: String {
    switch self {
    case .object(let members):
      "{" + members.map { "\(Self.quoted($0.key)):\($0.value)" }.joined(separator: ",") + "}"
    case .array(let elements): "[" + elements.map(\.description).joined(separator: ",") + "]"
    case .string(let text): Self.quoted(text)
    case .integer(let value): "\(value)"
    case .number(let value): value.isFinite ? "\(value)" : "null"
    case .boolean(let value): "\(value)"
    case .null: "null"
    }
  }

  /// Returns a string in quotes, with what JSON wants escaped.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
