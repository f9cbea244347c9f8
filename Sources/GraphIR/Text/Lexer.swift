/// A token of text IR.
struct Token: Equatable {
  enum Kind: Equatable {
    case word(String)
    case int(Int)
    case float(Double)
    case string(String)
    /// `%name`
    case value(String)
    /// `@name` or `@"any name"`
    case symbol(String)
    /// `#digest`
    case digest(String)
    case mark(Character)
    case end
  }
  let kind: Kind
  let site: Site
}

extension Token {
  /// The token in words, for diagnostics.
  var spelling: String {
    switch kind {
    case .word(let text): "'\(text)'"
    case .int(let value): "'\(value)'"
    case .float(let value): "'\(value)'"
    case .string(let text): Attribute.quote(text)
    case .value(let name): "'%\(name)'"
    case .symbol(let name): "'@\(name)'"
    case .digest(let text): "'#\(text)'"
    case .mark(let mark): "'\(mark)'"
    case .end: "the end of the file"
    }
  }
}

/// Splits text IR into tokens; `//` starts a comment.
struct Lexer {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 1
  private var lineStart = 0

  /// Reads `text`, whose sites name `file`.
  init(_ text: String, file: String) {
    bytes = Array(text.utf8)
    self.file = file
  }

  private var site: Site { Site(file: file, line: line, column: position - lineStart + 1) }
  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Returns the next token and moves behind it.
  mutating func next() throws(Diagnostic) -> Token {
    skipSpace()
    let site = site
    guard let byte = current else { return Token(kind: .end, site: site) }
    switch byte {
    case UInt8(ascii: "%"):
      position += 1
      return Token(kind: .value(name()), site: site)
    case UInt8(ascii: "@"):
      position += 1
      let symbol = current == UInt8(ascii: "\"") ? try string(site) : name()
      return Token(kind: .symbol(symbol), site: site)
    case UInt8(ascii: "#"):
      position += 1
      return Token(kind: .digest(name()), site: site)
    case UInt8(ascii: "\""):
      return Token(kind: .string(try string(site)), site: site)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      return Token(kind: try number(site), site: site)
    case _ where Self.isNamePart(byte):
      return Token(kind: word(), site: site)
    default:
      position += 1
      return Token(kind: .mark(Character(UnicodeScalar(byte))), site: site)
    }
  }

  private mutating func skipSpace() {
    while let byte = current {
      if byte == UInt8(ascii: "\n") {
        position += 1
        line += 1
        lineStart = position
      } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == 13 {
        position += 1
      } else if byte == UInt8(ascii: "/"), position + 1 < bytes.count, bytes[position + 1] == byte {
        while let byte = current, byte != UInt8(ascii: "\n") { position += 1 }
      } else {
        return
      }
    }
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private mutating func name() -> String {
    let start = position
    while let byte = current, Self.isNamePart(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func word() -> Token.Kind {
    let word = name()
    switch word {
    case "nan": return .float(.nan)
    case "inf": return .float(.infinity)
    default: return .word(word)
    }
  }

  private mutating func number(_ site: Site) throws(Diagnostic) -> Token.Kind {
    let start = position
    position += 1
    while let byte = current {
      let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      if !Self.isNamePart(byte) && !(isSign && bytes[position - 1] | 0x20 == UInt8(ascii: "e")) {
        break
      }
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let value = Int(text) { return .int(value) }
    if let value = UInt64(text) { return .int(Int(truncatingIfNeeded: value)) }
    if let value = Double(text) { return .float(value) }
    throw Diagnostic("'\(text)' is not a number", at: site)
  }

  private mutating func string(_ site: Site) throws(Diagnostic) -> String {
    position += 1
    var content: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\n") { break }
      position += 1
      guard byte == UInt8(ascii: "\\") else {
        content.append(byte)
        continue
      }
      guard let escaped = current else { break }
      position += 1
      content.append(escaped == UInt8(ascii: "n") ? 10 : escaped)
    }
    if current != UInt8(ascii: "\"") { throw Diagnostic("string has no closing quote", at: site) }
    position += 1
    return String(decoding: content, as: UTF8.self)
  }
}
