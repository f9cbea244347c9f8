import Glibc
import NDArrays

/// An open file that takes bytes.
public final class FileWriter {
  /// How errors call the file.
  let path: String
  /// The open file.
  private let descriptor: Int32

  /// A writer that leaves closing to its maker.
  init(_ descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Appends bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = Glibc.write(descriptor, part.baseAddress, min(part.count, 1 << 30))
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .writing(path, errno: errno) }
      rest = rest.dropFirst(count)
    }
  }

  /// Appends bytes.
  public func write(_ bytes: [UInt8]) throws(FormatError) {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(FormatError) in try write(buffer) }
    }
    try result.get()
  }

  /// Appends the elements of an array as they are in memory.
  public func write(_ array: NDArray) throws(FormatError) {
    try array.withUnsafeBytes { (bytes) throws(FormatError) in try write(bytes) }
  }
}
