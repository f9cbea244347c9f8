/// A hash that notices damage; it is no protection against an adversary.
package struct Digest {
  /// The hash as hexadecimal digits.
  package let text: String

  /// The hash of bytes: FNV-1a over little-endian words of 8 bytes, each mixed once more, and the
  /// length (http://www.isthe.com/chongo/tech/comp/fnv/).
  package init(_ bytes: UnsafeRawBufferPointer) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ word: UInt64) {
      hash = (hash ^ word) &* 0x100_0000_01B3
      hash ^= hash >> 29
    }
    let words = bytes.count / 8
    for i in 0..<words {
      mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * i, as: UInt64.self)))
    }
    for byte in bytes[(8 * words)...] { mix(UInt64(byte)) }
    mix(UInt64(bytes.count))
    text = String(hash, radix: 16)
  }

  /// The hash of a text's UTF-8 bytes.
  package init(_ text: some StringProtocol) {
    self = Array(text.utf8).withUnsafeBytes { Digest($0) }
  }
}
