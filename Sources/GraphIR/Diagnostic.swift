/// An error that a user can cause, with the place to look at.
public struct Diagnostic: Error, Hashable, Sendable {
  /// A second place that helps to understand an error.
  public struct Note: Hashable, Sendable {
    /// What is to know.
    public let message: String
    /// Where.
    public let site: Site?

    /// A note at a place.
    public init(_ message: String, at site: Site? = nil) {
      self.message = message
      self.site = site
    }
  }

  /// What was found and what was expected, in lower case.
  public var message: String
  /// The place in the user's file.
  public var site: Site?
  /// Other places.
  public var notes: [Note]

  /// An error at a place.
  public init(_ message: String, at site: Site? = nil, notes: [Note] = []) {
    self.message = message
    self.site = site
    self.notes = notes
  }
}

extension Diagnostic: CustomStringConvertible {
  /// The error and its notes as compilers print them, a line each.
  public var description: String {
    let lines =
      [Self.line("error", message, site)] + notes.map { Self.line("note", $0.message, $0.site) }
    return lines.joined(separator: "\n")
  }

  private static func line(_ kind: String, _ message: String, _ site: Site?) -> String {
    (site.map { "\($0): " } ?? "") + "\(kind): \(message)"
  }
}

/// Several errors, reported at once.
public struct Diagnostics: Error, CustomStringConvertible, Sendable {
  /// The errors in the order they were found; never empty.
  public let all: [Diagnostic]

  /// The given errors.
  public init(_ all: [Diagnostic]) { self.all = all }

  /// All errors, a line or more each.
  public var description: String { all.map(\.description).joined(separator: "\n") }
}
