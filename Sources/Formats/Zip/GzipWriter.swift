import CZlib

/// Compresses bytes into a gzip file (RFC 1952) without a name or a time, so that equal content
/// gives equal files.
final class GzipWriter {
  /// Where compressed bytes go.
  private let file: FileWriter
  /// zlib's state.
  private let stream: UnsafeMutablePointer<z_stream>
  /// Compressed bytes on their way.
  private var output = [UInt8](repeating: 0, count: 1 << 17)

  /// A stream into `file`; level 1 to 9 trades time for size.
  init(_ file: FileWriter, level: Int32 = 1) throws(FormatError) {
    self.file = file
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    let status = deflateInit2_(
      stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    if status != Z_OK {
      throw FormatError("cannot write '\(file.path)': not enough memory to compress")
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Appends bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
    let chunk = 1 << 30
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      let part = bytes[start..<min(bytes.count, start + chunk)]
      try feed(UnsafeRawBufferPointer(rebasing: part), Z_NO_FLUSH)
    }
  }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(FormatError) {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(FormatError) in try write(buffer) }
    }
    try result.get()
  }

  /// Writes what is left and the check sum.
  func finish() throws(FormatError) {
    try feed(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH)
  }

  /// Compresses bytes, and all that is pending where `flush` says so.
  private func feed(_ input: UnsafeRawBufferPointer, _ flush: Int32) throws(FormatError) {
    stream.pointee.next_in = input.baseAddress.map {
      UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self))
    }
    stream.pointee.avail_in = UInt32(input.count)
    repeat {
      let count = output.withUnsafeMutableBufferPointer { buffer in
        stream.pointee.next_out = buffer.baseAddress
        stream.pointee.avail_out = UInt32(buffer.count)
        deflate(stream, flush)
        return buffer.count - Int(stream.pointee.avail_out)
      }
      try file.write(Array(output[..<count]))
    } while stream.pointee.avail_out == 0
  }
}
