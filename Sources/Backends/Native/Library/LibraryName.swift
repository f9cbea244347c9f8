/// The name of a library, which the functions of its interface start with.
public struct LibraryName: Hashable, Sendable {
  /// The name: an identifier of C.
  public let text: String

  /// A name; throws where it is no identifier.
  public init(_ text: String) throws(Diagnostic) {
    guard let first = text.utf8.first, !(48...57).contains(first),
      text.utf8.allSatisfy(Self.isLetter)
    else {
      throw Diagnostic(
        "the library's name is '\(text)', expected letters, digits and underscores, no digit first")
    }
    if Self.isTaken(text) {
      throw Diagnostic("the library's name is '\(text)', which the run time has taken")
    }
    self.text = text
  }

  /// `true` iff functions or files of the run time may have the name.
  private static func isTaken(_ text: String) -> Bool {
    text == "gc" || text.hasPrefix("gc_") || text.hasPrefix("graphc_")
  }

  /// The name that is nearest to that of a model.
  public init(of model: String) {
    let letters = model.utf8.map { Self.isLetter($0) ? Character(Unicode.Scalar($0)) : "_" }
    let first = model.utf8.first ?? 48
    let name = ((48...57).contains(first) ? "_" : "") + String(letters)
    text = Self.isTaken(name) ? "_" + name : name
  }

  /// The name in capitals.
  var capitals: String { text.uppercased() }
  /// The name of the shared object.
  public var file: String { "lib\(text).so" }
  /// The name of the header.
  public var header: String { "\(text).h" }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 95: true
    default: false
    }
  }
}
