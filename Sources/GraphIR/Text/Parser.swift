/// Reads graphs from text IR.
public struct Parser {
  private var lexer: Lexer
  private(set) var token: Token
  private var arrays: [String: NDArray] = [:]
  private var depth = 0

  /// How deep brackets and braces may be nested, so that no text can exhaust the stack.
  private static let maximumDepth = 100

  init(_ text: String, file: String) throws(Diagnostic) {
    lexer = Lexer(text, file: file)
    token = try lexer.next()
  }

  /// Returns the only graph of `text`; throws with line and column where it is not one.
  public static func graph(_ text: String, file: String = "<text>") throws(Diagnostic) -> Graph {
    var arrays = try Parser(text, file: file)
    try arrays.collectArrays()
    var parser = try Parser(text, file: file)
    parser.arrays = arrays.arrays
    let graph = try parser.graph()
    try parser.skipArrays()
    if parser.token.kind != .end {
      throw parser.unexpected("the end of the file")
    }
    return graph
  }

  // MARK: Tokens

  /// Moves to the next token and returns the current one.
  @discardableResult
  mutating func advance() throws(Diagnostic) -> Token {
    let current = token
    token = try lexer.next()
    return current
  }

  /// Returns the diagnostic for a token that is not what the grammar asks for.
  func unexpected(_ expected: String) -> Diagnostic {
    Diagnostic("found \(token.spelling), expected \(expected)", at: token.site)
  }

  /// Moves behind the mark where it comes next; returns whether it did.
  mutating func take(_ mark: Character) throws(Diagnostic) -> Bool {
    if token.kind != .mark(mark) { return false }
    try advance()
    return true
  }

  /// Moves behind the word where it comes next; returns whether it did.
  mutating func take(word: String) throws(Diagnostic) -> Bool {
    if token.kind != .word(word) { return false }
    try advance()
    return true
  }

  mutating func expect(_ mark: Character) throws(Diagnostic) {
    if try !take(mark) { throw unexpected("'\(mark)'") }
  }

  mutating func expect(word: String) throws(Diagnostic) {
    if try !take(word: word) { throw unexpected("'\(word)'") }
  }

  mutating func symbol() throws(Diagnostic) -> String {
    guard case .symbol(let name) = token.kind else { throw unexpected("a name such as @x") }
    try advance()
    return name
  }

  mutating func word(_ expected: String) throws(Diagnostic) -> String {
    guard case .word(let word) = token.kind else { throw unexpected(expected) }
    try advance()
    return word
  }

  mutating func integer() throws(Diagnostic) -> Int {
    guard case .int(let value) = token.kind else { throw unexpected("an integer") }
    try advance()
    return value
  }

  /// Returns what `element` reads between `open` and `close`, separated by commas.
  mutating func list<Element>(
    _ open: Character, _ close: Character,
    _ element: (inout Parser) throws(Diagnostic) -> Element
  ) throws(Diagnostic) -> [Element] {
    try nested { (parser) throws(Diagnostic) in
      try parser.expect(open)
      var elements: [Element] = []
      if try parser.take(close) { return elements }
      repeat { elements.append(try element(&parser)) } while try parser.take(",")
      try parser.expect(close)
      return elements
    }
  }

  /// Returns what `content` reads, one level deeper.
  mutating func nested<Content>(
    _ content: (inout Parser) throws(Diagnostic) -> Content
  ) throws(Diagnostic) -> Content {
    if depth == Self.maximumDepth {
      throw Diagnostic(
        "brackets are nested more than \(Self.maximumDepth) deep", at: token.site)
    }
    depth += 1
    defer { depth -= 1 }
    return try content(&self)
  }

  // MARK: Arrays

  /// Reads the `data` lines behind the graph.
  private mutating func collectArrays() throws(Diagnostic) {
    while token.kind != .end {
      guard try take(word: "data") else {
        try advance()
        continue
      }
      guard case .digest(let digest) = token.kind else { continue }
      try advance()
      let type = try type()
      guard case .string(let base64) = token.kind else { throw unexpected("base64 in quotes") }
      guard let array = NDArray(type.elementType, type.extents, base64: base64) else {
        throw Diagnostic("data #\(digest) does not hold \(type)", at: token.site)
      }
      try advance()
      arrays[digest] = array
    }
  }

  private mutating func skipArrays() throws(Diagnostic) {
    while try take(word: "data") {
      try advance()
      _ = try type()
      try advance()
    }
  }

  /// Returns the array of a digest.
  func array(_ digest: String, _ type: TensorType) throws(Diagnostic) -> NDArray {
    guard let array = arrays[digest] else {
      throw Diagnostic("no 'data #\(digest)' follows the graph", at: token.site)
    }
    if array.elementType != type.elementType || array.extents != type.extents {
      let found = TensorType(array.elementType, array.extents)
      throw Diagnostic("data #\(digest) is \(found), expected \(type)", at: token.site)
    }
    return array
  }

  // MARK: Types

  /// Returns a type such as `f32[1, 3, 8]`.
  mutating func type() throws(Diagnostic) -> TensorType {
    guard case .word(let name) = token.kind, let elementType = ElementType(rawValue: name) else {
      throw unexpected("an element type such as f32")
    }
    let site = token.site
    try advance()
    let extents = try list("[", "]") { (parser) throws(Diagnostic) in try parser.integer() }
    let type = TensorType(elementType, extents)
    if !TensorType.isRepresentable(type) {
      throw Diagnostic(
        "\(type) is not a type: an extent is negative or its size above 2^62", at: site)
    }
    return type
  }

  /// Returns a box such as `[0:64, 32:128]`.
  mutating func region() throws(Diagnostic) -> Region {
    let site = token.site
    let bounds = try list("[", "]") { (parser) throws(Diagnostic) -> (Int, Int) in
      let lower = try parser.integer()
      try parser.expect(":")
      return (lower, try parser.integer())
    }
    if let bad = bounds.first(where: { $0.0 > $0.1 }) {
      throw Diagnostic("interval \(bad.0):\(bad.1) ends before it starts", at: site)
    }
    return Region(bounds.map { $0.0..<$0.1 })
  }
}
