extension NDArray {
  /// The largest number of elements that text spells out.
  static let spelledCount = 16

  /// The elements as text, or `#` and the digest where there are more than 16.
  public var spelling: String {
    if count > Self.spelledCount { return "#" + digest }
    if elementType.isFloatingPoint {
      let values: [Double] = widened()
      return "[" + values.map { "\($0)" }.joined(separator: ", ") + "]"
    }
    let values: [Int64] = widened()
    let isUnsigned = elementType == .u64
    let texts = values.map { isUnsigned ? "\(UInt64(bitPattern: $0))" : "\($0)" }
    return "[" + texts.joined(separator: ", ") + "]"
  }

  /// A hash of type, extents and bits (FNV-1a, 64 bits), in hexadecimal digits.
  public var digest: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    elementType.rawValue.utf8.forEach(mix)
    for extent in extents {
      for shift in stride(from: 0, to: 64, by: 8) {
        mix(UInt8(truncatingIfNeeded: extent >> shift))
      }
    }
    withUnsafeBytes { bytes in
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension NDArray: Codable {
  private enum Key: CodingKey { case elementType, extents, base64 }

  /// Decodes what `encode` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let elementType = try container.decode(ElementType.self, forKey: .elementType)
    let extents = try container.decode([Int].self, forKey: .extents)
    let text = try container.decode(String.self, forKey: .base64)
    guard let array = NDArray(elementType, extents, base64: text) else {
      throw DecodingError.dataCorruptedError(
        forKey: .base64, in: container, debugDescription: "does not hold \(extents) elements")
    }
    self = array
  }

  /// Encodes the type, the extents and the bytes in base64.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(elementType, forKey: .elementType)
    try container.encode(extents, forKey: .extents)
    try container.encode(base64, forKey: .base64)
  }
}

extension NDArray {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The bytes in base64 (RFC 4648 §4).
  public var base64: String {
    withUnsafeBytes { bytes in
      var text: [UInt8] = []
      text.reserveCapacity((bytes.count + 2) / 3 * 4)
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let rest = min(3, bytes.count - start)
        var group: UInt32 = 0
        for i in 0..<3 { group = group << 8 | (i < rest ? UInt32(bytes[start + i]) : 0) }
        for i in 0..<4 {
          text.append(i <= rest ? Self.alphabet[Int(group >> (18 - 6 * UInt32(i))) & 63] : 61)
        }
      }
      return String(decoding: text, as: UTF8.self)
    }
  }

  /// The array whose bytes are given in base64; nil where they are not exactly its bytes.
  public init?(_ elementType: ElementType, _ extents: [Int], base64: String) {
    guard let byteCount = Extents.byteCount(extents, elementType) else { return nil }
    let text = base64.utf8
    guard text.count == (byteCount + 2) / 3 * 4 else { return nil }
    var values = [UInt8](repeating: 255, count: 256)
    for (value, letter) in Self.alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    let paddingStart = text.count - (3 - byteCount % 3) % 3
    self.init(uninitialized: elementType, extents)
    let isValid = withUnsafeMutableBytes { bytes in
      var (group, filled, position) = (UInt32(0), 0, 0)
      for (i, letter) in text.enumerated() {
        let isPadding = i >= paddingStart
        let value = isPadding ? 0 : values[Int(letter)]
        if value > 63 || isPadding != (letter == 61) { return false }
        group = group << 6 | UInt32(value)
        filled += 1
        if filled < 4 { continue }
        for shift in [16, 8, 0] as [UInt32] where position < bytes.count {
          bytes[position] = UInt8(truncatingIfNeeded: group >> shift)
          position += 1
        }
        (group, filled) = (0, 0)
      }
      return position == bytes.count
    }
    if !isValid { return nil }
  }
}
