import Glibc
import NDArrays

/// The bytes of a file or of a part of it, with the name that errors give it.
///
/// Unchecked: nobody writes the bytes, and the owner only frees them.
package struct FileBytes: @unchecked Sendable {
  /// How errors call the file.
  package let name: String
  /// The bytes, valid while this value or an array that borrows from it lives.
  package let bytes: UnsafeRawBufferPointer
  /// What keeps the bytes alive.
  package let owner: AnyObject

  /// Maps a regular file; reads a pipe to its end.
  package init(path: String) throws(FormatError) {
    name = path
    if let file = MappedFile(path: path) {
      (bytes, owner) = (file.bytes, file)
      return
    }
    let code = errno
    if code != EINVAL { throw .reading(path, errno: code) }
    let storage = try Self.readPipe(path)
    (bytes, owner) = (UnsafeRawBufferPointer(storage.bytes), storage)
  }

  /// Maps a regular file; throws for anything else, such as a pipe that nobody may ever write to.
  package init(regular path: String) throws(FormatError) {
    guard let file = MappedFile(path: path) else { throw .reading(path, errno: errno) }
    (name, bytes, owner) = (path, file.bytes, file)
  }

  /// A copy of bytes in memory.
  package init(_ content: [UInt8], name: String) {
    let storage = Bytes(copying: content)
    self.init(name: name, bytes: UnsafeRawBufferPointer(storage.bytes), owner: storage)
  }

  /// The bytes that `owner` keeps alive.
  init(name: String, bytes: UnsafeRawBufferPointer, owner: AnyObject) {
    self.name = name
    self.bytes = bytes
    self.owner = owner
  }

  /// The number of bytes.
  package var count: Int { bytes.count }

  /// Returns a part under a name of its own.
  ///
  /// - Requires: the range is inside.
  package func slice(_ range: Range<Int>, name: String? = nil) -> FileBytes {
    FileBytes(
      name: name ?? self.name, bytes: UnsafeRawBufferPointer(rebasing: bytes[range]), owner: owner)
  }

  /// Returns a number; nil where it is not wholly inside.
  func load<T: FixedWidthInteger & BitwiseCopyable>(
    _: T.Type = T.self, at offset: Int, _ order: ByteOrder = .little
  ) -> T? {
    guard offset >= 0, offset <= count - MemoryLayout<T>.size else { return nil }
    let value = bytes.loadUnaligned(fromByteOffset: offset, as: T.self)
    return order == .little ? T(littleEndian: value) : T(bigEndian: value)
  }

  /// Returns the error that names this file.
  package func error(_ message: String) -> FormatError { FormatError("'\(name)': \(message)") }

  /// Reads a pipe or a socket to its end.
  private static func readPipe(_ path: String) throws(FormatError) -> Bytes {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw .reading(path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw .reading(path, errno: errno) }
    guard [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT) else {
      throw FormatError("cannot read '\(path)': a device, expected a file or a pipe")
    }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return Bytes(copying: content) }
      if count < 0 && errno != EINTR { throw .reading(path, errno: errno) }
      if count > 0 { content += chunk[..<count] }
    }
  }
}

/// Bytes in memory.
private final class Bytes {
  /// The bytes, aligned to 64.
  let bytes: UnsafeMutableRawBufferPointer

  /// A copy of the given bytes.
  init(copying content: [UInt8]) {
    bytes = .allocate(byteCount: content.count, alignment: 64)
    bytes.copyBytes(from: content)
  }

  deinit { bytes.deallocate() }
}
