import Glibc

/// The folder that keeps what was made from model files, each entry under its full key.
struct ModelCache {
  /// The path of the folder.
  let folder: String

  /// The user's cache folder: `$XDG_CACHE_HOME/graphc` or `~/.cache/graphc`.
  static func user() -> ModelCache {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    if let base = variable("XDG_CACHE_HOME") { return ModelCache(folder: "\(base)/graphc") }
    if let home = variable("HOME") { return ModelCache(folder: "\(home)/.cache/graphc") }
    return ModelCache(folder: "/tmp/graphc-\(getuid())")
  }

  /// Returns what was stored under exactly this key; nil where nothing was, or it is damaged.
  func lookUp(_ key: String) -> String? {
    guard let file = MappedFile(path: path(key)) else { return nil }
    let (length, prefix) = (key.utf8.count, Self.header(key))
    guard file.bytes.count >= prefix.utf8.count,
      file.bytes.prefix(prefix.utf8.count).elementsEqual(prefix.utf8)
    else { return nil }
    let content = file.bytes.dropFirst(prefix.utf8.count)
    guard content.last == Self.end, length > 0 else { return nil }
    return String(decoding: content.dropLast(), as: UTF8.self)
  }

  /// Stores a value under a key; a cache that cannot be written is no error.
  func store(_ value: String, for key: String) {
    guard (try? Files.makeFolder(folder)) != nil else { return }
    try? Files.write(Array(Self.header(key).utf8) + Array(value.utf8) + [Self.end], to: path(key))
  }

  private static let end: UInt8 = 4

  /// The whole key stands before the value, so that two keys never meet.
  private static func header(_ key: String) -> String { "\(key.utf8.count)\n\(key)\n" }

  private func path(_ key: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "\(folder)/\(String(hash, radix: 16)).gir"
  }
}
