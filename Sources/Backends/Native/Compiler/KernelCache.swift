import Glibc
import HostSystem

/// A folder that keeps built kernels by content; each entry ends with a checksum, and one that does
/// not fit is as good as none.
public struct KernelCache: Sendable {
  /// The path of the folder.
  public let folder: String

  /// A cache in a folder.
  public init(folder: String) { self.folder = folder }

  /// The folder `kernels` of the user's cache.
  public static func user() -> KernelCache { KernelCache(folder: "\(Files.userCache)/kernels") }

  /// The number of entries, and their bytes in all.
  public var size: (count: Int, byteCount: Int) {
    let names = Files.names(in: folder)
    return names.reduce((0, 0)) { size, name in
      var status = stat()
      return stat(path(name), &status) == 0 ? (size.0 + 1, size.1 + Int(status.st_size)) : size
    }
  }

  /// The bytes of a checksum at the end of an entry.
  private static let checksumLength = 16

  /// Returns what was stored under a key; nil where nothing was, or it is damaged.
  func lookUp(_ key: String) -> [UInt8]? {
    guard let bytes = try? Files.bytes(path(key)), bytes.count > Self.checksumLength else {
      return nil
    }
    let content = Array(bytes.dropLast(Self.checksumLength))
    return Self.checksum(content) == Array(bytes.suffix(Self.checksumLength)) ? content : nil
  }

  /// Stores bytes under a key; a cache that cannot be written is no error.
  func store(_ bytes: [UInt8], for key: String) {
    guard (try? Files.makeFolder(folder)) != nil else { return }
    try? Files.write(bytes + Self.checksum(bytes), to: path(key))
  }

  private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    let digits = bytes.withUnsafeBytes { Digest($0).text }
    return Array((String(repeating: "0", count: checksumLength - digits.count) + digits).utf8)
  }

  private func path(_ key: String) -> String { "\(folder)/\(key)" }
}
