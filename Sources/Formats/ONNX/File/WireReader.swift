/// Reads the fields of a protocol buffer message, without knowing what they mean
/// (https://protobuf.dev/programming-guides/encoding).
struct WireReader {
  /// A field of a message.
  struct Field {
    /// Its number.
    let number: Int
    /// Where it begins, with its tag.
    let start: Int
    /// Where it ends.
    let end: Int
    /// Where its content is; nil for a field that is a number.
    let content: Range<Int>?
  }

  private let bytes: UnsafeRawBufferPointer
  private var position: Int
  private let end: Int

  /// Reads the message in a part of `bytes`.
  init(_ bytes: UnsafeRawBufferPointer, _ part: Range<Int>) {
    self.bytes = bytes
    position = part.lowerBound
    end = part.upperBound
  }

  /// `true` iff a field is left.
  var hasMore: Bool { position < end }

  /// Returns the next field; nil where the bytes are none.
  mutating func next() -> Field? {
    let start = position
    guard let tag = varint(), let number = Int(exactly: tag >> 3), number > 0 else { return nil }
    switch tag & 7 {
    case 0:
      if varint() == nil { return nil }
    case 1:
      if !skip(8) { return nil }
    case 5:
      if !skip(4) { return nil }
    case 2:
      guard let length = varint(), let count = Int(exactly: length) else { return nil }
      let first = position
      if !skip(count) { return nil }
      return Field(number: number, start: start, end: position, content: first..<position)
    default: return nil
    }
    return Field(number: number, start: start, end: position, content: nil)
  }

  /// Reads a number; nil where the bytes are none.
  mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < end else { return nil }
      let byte = UInt64(bytes[position])
      position += 1
      value |= shift < 64 ? (byte & 127) << shift : 0
      if byte < 128 { return value }
    }
    return nil
  }

  private mutating func skip(_ count: Int) -> Bool {
    if count > end - position { return false }
    position += count
    return true
  }
}

/// Writes fields of protocol buffer messages.
enum WireWriter {
  /// Returns a number as bytes.
  static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes) = (value, [UInt8]())
    while rest > 127 {
      bytes.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  /// Returns a field with the given content.
  static func field(_ number: Int, _ content: some Collection<UInt8>) -> [UInt8] {
    head(number, count: content.count) + content
  }

  /// Returns what stands in front of a field's content of `count` bytes.
  static func head(_ number: Int, count: Int) -> [UInt8] {
    varint(UInt64(number) << 3 | 2) + varint(UInt64(count))
  }
}
