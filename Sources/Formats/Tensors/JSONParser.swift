/// Parses JSON text.
struct JSONParser {
  /// The deepest nesting, so that no text overflows the stack.
  private static let depthLimit = 64

  /// The text.
  private let file: FileBytes
  /// The next byte.
  private var position = 0

  /// Returns the value that fills all bytes.
  static func parse(_ file: FileBytes) throws(FormatError) -> JSON {
    var parser = JSONParser(file: file)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    if parser.position < file.count { throw parser.error("the end") }
    return value
  }

  /// Takes a value.
  private mutating func value(depth: Int) throws(FormatError) -> JSON {
    if depth > Self.depthLimit { throw error("at most \(Self.depthLimit) nested values") }
    skipSpace()
    guard position < file.count else { throw error("a value") }
    switch file.bytes[position] {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try elements(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  /// Takes an object after its brace was seen.
  private mutating func members(depth: Int) throws(FormatError) -> [JSON.Member] {
    position += 1
    var members: [JSON.Member] = []
    if take("}") { return members }
    repeat {
      skipSpace()
      let key = try string()
      if !take(":") { throw error("':'") }
      members.append(JSON.Member(key, try value(depth: depth + 1)))
    } while take(",")
    if !take("}") { throw error("',' or '}'") }
    return members
  }

  /// Takes an array after its bracket was seen.
  private mutating func elements(depth: Int) throws(FormatError) -> [JSON] {
    position += 1
    var elements: [JSON] = []
    if take("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    if !take("]") { throw error("',' or ']'") }
    return elements
  }

  /// Takes a string.
  private mutating func string() throws(FormatError) -> String {
    guard position < file.count, file.bytes[position] == UInt8(ascii: "\"") else {
      throw error("a string")
    }
    position += 1
    var content: [UInt8] = []
    while position < file.count {
      let byte = file.bytes[position]
      if byte < 32 { throw error("no control character in a string") }
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard let text = String(validating: content, as: UTF8.self) else {
          throw error("a string of UTF-8")
        }
        return text
      }
      if byte == UInt8(ascii: "\\") { try escape(into: &content) } else { content.append(byte) }
    }
    throw error("a closing quote")
  }

  /// Takes what follows a backslash.
  private mutating func escape(into content: inout [UInt8]) throws(FormatError) {
    guard position < file.count else { throw error("an escape") }
    let letter = file.bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
    case UInt8(ascii: "b"): content.append(8)
    case UInt8(ascii: "f"): content.append(12)
    case UInt8(ascii: "n"): content.append(10)
    case UInt8(ascii: "r"): content.append(13)
    case UInt8(ascii: "t"): content.append(9)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if code & 0xFC00 == 0xD800, file.bytes[position...].starts(with: "\\u".utf8) {
        position += 2
        code = 0x10000 + (code & 0x3FF) << 10 + (try hexadecimal() & 0x3FF)
      }
      guard let scalar = Unicode.Scalar(code) else { throw error("a whole pair of surrogates") }
      content += Array(String(Character(scalar)).utf8)
    default: throw error("an escape")
    }
  }

  /// Takes four hexadecimal digits.
  private mutating func hexadecimal() throws(FormatError) -> UInt32 {
    let digits = file.bytes[position...].prefix(4)
    guard digits.count == 4, !digits.contains(UInt8(ascii: "+")),
      !digits.contains(UInt8(ascii: "-")),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits") }
    position += 4
    return code
  }

  /// Takes a number.
  private mutating func number() throws(FormatError) -> JSON {
    let letters = file.bytes[position...].prefix(64).prefix { byte in
      (48...57).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    let text = String(decoding: letters, as: UTF8.self)
    let isNumber = letters.first.map { $0 == UInt8(ascii: "-") || (48...57).contains($0) } ?? false
    guard isNumber, let value = Double(text) else { throw error("a value") }
    position += letters.count
    return Int(text).map(JSON.integer) ?? .number(value)
  }

  /// Takes a word that stands for a value.
  private mutating func word(_ text: String, _ value: JSON) throws(FormatError) -> JSON {
    guard file.bytes[position...].starts(with: text.utf8) else { throw error("a value") }
    position += text.utf8.count
    return value
  }

  /// Takes a character after white space, if it is the next.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < file.count, file.bytes[position] == UInt8(ascii: character) else {
      return false
    }
    position += 1
    return true
  }

  /// Takes white space.
  private mutating func skipSpace() {
    while position < file.count {
      switch file.bytes[position] {
      case 9, 10, 13, 32: position += 1
      default: return
      }
    }
  }

  /// Returns an error at the next byte.
  private func error(_ expected: String) -> FormatError {
    let rest = file.bytes[min(position, file.count)...].prefix(12)
    let found = rest.isEmpty ? "the end" : "'\(printable(rest))'"
    return file.error("JSON: \(found) at byte \(position), expected \(expected)")
  }
}
