import Glibc

/// The folder that keeps what was made from model files, each entry under its full key.
struct ModelCache {
  /// The path of the folder.
  let folder: String

  /// The user's cache folder.
  static func user() -> ModelCache { ModelCache(folder: Files.userCache) }

  /// The folder for the compiler's modules; nil where the cache cannot be written.
  var moduleFolder: String? {
    let path = "\(folder)/modules"
    return (try? Files.makeFolder(path)) != nil && access(path, W_OK) == 0 ? path : nil
  }

  /// Returns what was stored under exactly this key; nil where nothing was, or it is damaged.
  func lookUp(_ key: String) -> String? {
    guard let file = MappedFile(path: path(key)) else { return nil }
    let prefix = Self.header(key)
    guard file.bytes.starts(with: prefix.utf8) else { return nil }
    let content = String(decoding: file.bytes.dropFirst(prefix.utf8.count), as: UTF8.self)
    guard let newline = content.firstIndex(of: "\n") else { return nil }
    let value = content[content.index(after: newline)...]
    return Digest(value).text == content[..<newline] ? String(value) : nil
  }

  /// Stores a value under a key; a cache that cannot be written is no error.
  func store(_ value: String, for key: String) {
    guard (try? Files.makeFolder(folder)) != nil else { return }
    let text = Self.header(key) + Digest(value).text + "\n" + value
    try? Files.write(text.utf8, to: path(key))
  }

  /// The whole key stands before the value, so that two keys never meet.
  private static func header(_ key: String) -> String { "\(key.utf8.count)\n\(key)\n" }

  /// Returns the file of a key.
  private func path(_ key: String) -> String {
    "\(folder)/\(Digest(key).text).gir"
  }
}
