import Foundation

/// A page of documentation that is made of what the code says.
struct Document {
  /// The path below the package's folder.
  let path: String

  /// The package's folder.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The page as it is.
  func content() throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  /// Throws where the page is not `text`; with `UPDATE_EXPECT=1` it is rewritten instead.
  func check(_ text: String) throws {
    if ProcessInfo.processInfo.environment["UPDATE_EXPECT"] == "1" {
      let url = Self.root.appending(path: path)
      return try text.write(to: url, atomically: true, encoding: .utf8)
    }
    if try content() != text {
      throw Outdated(
        description: "\(path) is outdated; 'make bless' rewrites it. Expected:\n\(text)")
    }
  }

  /// A page that says something else than the code.
  struct Outdated: Error, CustomStringConvertible {
    let description: String
  }
}
