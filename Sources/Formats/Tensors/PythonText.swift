/// A cursor in a Python literal: as much of it as the head of an `.npy` file needs.
struct PythonText {
  /// The text.
  private let file: FileBytes
  /// The next byte.
  private var position = 0

  /// The text in all bytes of a file's part.
  init(_ file: FileBytes) { self.file = file }

  /// Takes a character after white space, if it is the next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < file.count, file.bytes[position] == UInt8(ascii: character) else {
      return false
    }
    position += 1
    return true
  }

  /// Takes a character, which must be the next.
  mutating func expect(_ character: Unicode.Scalar) throws(FormatError) {
    if !take(character) { throw error("'\(character)'") }
  }

  /// Throws where anything but white space is left.
  mutating func expectEnd() throws(FormatError) {
    skipSpace()
    if position < file.count { throw error("the end") }
  }

  /// Takes a string in single or double quotes, without escapes.
  mutating func string() throws(FormatError) -> String {
    let isDouble = take("\"")
    if !isDouble && !take("'") { throw error("a string") }
    let quote: UInt8 = isDouble ? 34 : 39
    guard let end = file.bytes[position...].firstIndex(of: quote) else {
      throw error("a closing quote")
    }
    defer { position = end + 1 }
    return String(decoding: file.bytes[position..<end], as: UTF8.self)
  }

  /// Takes `True` or `False`.
  mutating func boolean() throws(FormatError) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)]
    where file.bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw error("True or False")
  }

  /// Takes a tuple of at most `limit` whole numbers; Python 2 ends them in `L`.
  mutating func tuple(limit: Int) throws(FormatError) -> [Int] {
    var numbers: [Int] = []
    try expect("(")
    while !take(")") {
      if numbers.count == limit { throw error("at most \(limit) dimensions") }
      numbers.append(try number())
      _ = take("L")
      if !take(",") {
        try expect(")")
        break
      }
    }
    return numbers
  }

  /// Takes a whole number.
  private mutating func number() throws(FormatError) -> Int {
    skipSpace()
    let digits = file.bytes[position...].prefix(21).prefix { (48...57).contains($0) || $0 == 45 }
    guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
      throw error("a whole number below 2^63")
    }
    position += digits.count
    return number
  }

  /// Takes white space.
  private mutating func skipSpace() {
    while position < file.count, [9, 10, 13, 32].contains(file.bytes[position]) { position += 1 }
  }

  /// Returns an error at the next byte.
  private func error(_ expected: String) -> FormatError {
    let rest = file.bytes[position...].prefix(12)
    let found = rest.isEmpty ? "the end" : "'\(printable(rest))'"
    return file.error("\(found) at byte \(position) of the header, expected \(expected)")
  }
}

/// Returns bytes as text, with a dot for each that is no printable ASCII.
func printable(_ bytes: some Sequence<UInt8>) -> String {
  String(decoding: bytes.map { (32...126).contains($0) ? $0 : 46 }, as: UTF8.self)
}
