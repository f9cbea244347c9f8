import CZlib

/// A deflated stream that is read piece by piece.
final class Inflater {
  /// What surrounds the deflated data.
  enum Container: Int32 {
    /// Nothing (RFC 1951).
    case raw = -15
    /// One or more gzip members with check sums (RFC 1952).
    case gzip = 31
  }

  /// The compressed bytes.
  private let file: FileBytes
  /// What surrounds them.
  private let container: Container
  /// zlib's state, which must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  /// The compressed bytes that were read.
  private var consumed = 0
  /// `true` iff the last member ended.
  private var isAtEnd = false

  /// The stream in all bytes of `file`.
  init(_ file: FileBytes, _ container: Container) throws(FormatError) {
    self.file = file
    self.container = container
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    if inflateInit2_(stream, container.rawValue, ZLIB_VERSION, size) != Z_OK {
      throw file.error("needs more memory to inflate than there is")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Fills `target` with what comes next; throws where there is less.
  func read(into target: UnsafeMutableRawBufferPointer) throws(FormatError) {
    let count = try readSome(into: target)
    if count < target.count {
      throw file.error(
        "compressed data ends \(target.count - count) bytes early, expected \(target.count)")
    }
  }

  /// Checks the sum of what was read, if the stream ends here; looks at one byte more at most.
  ///
  /// Returns `false` where more bytes follow.
  func verifyEnd() throws(FormatError) -> Bool {
    var spare: UInt8 = 0
    let result = withUnsafeMutableBytes(of: &spare) { byte in
      Result { () throws(FormatError) in try readSome(into: byte) == 0 }
    }
    return try result.get()
  }

  /// Returns how many bytes of `target` were filled: all, unless the stream ended.
  private func readSome(into target: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    let chunk = 1 << 30
    var filled = 0
    while filled < target.count && !isAtEnd {
      let (input, output) = (
        min(chunk, file.count - consumed), min(chunk, target.count - filled)
      )
      stream.pointee.next_in = file.bytes.baseAddress.map {
        UnsafeMutablePointer(mutating: ($0 + consumed).assumingMemoryBound(to: UInt8.self))
      }
      stream.pointee.avail_in = UInt32(input)
      stream.pointee.next_out = target.baseAddress.map {
        ($0 + filled).assumingMemoryBound(to: UInt8.self)
      }
      stream.pointee.avail_out = UInt32(output)
      let status = inflate(stream, Z_NO_FLUSH)
      consumed += input - Int(stream.pointee.avail_in)
      filled += output - Int(stream.pointee.avail_out)
      switch status {
      case Z_OK: break
      case Z_STREAM_END: try startNextMember()
      case Z_BUF_ERROR: throw file.error("compressed data is cut off after \(file.count) bytes")
      default:
        let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
        throw file.error("compressed data is damaged near byte \(consumed): \(reason)")
      }
    }
    return filled
  }

  /// Goes on with the gzip member that follows, as `gzip` does for concatenated files.
  private func startNextMember() throws(FormatError) {
    let isMember = file.bytes[consumed...].starts(with: [0x1F, 0x8B])
    if container == .gzip && isMember { inflateReset(stream) } else { isAtEnd = true }
  }
}
