/// When ops become a chain, and how much of the values between them is kept.
package struct ChainLimits: Sendable {
  /// The bytes from which on a value is worth not being kept whole.
  package var byteCount: Int
  /// The bytes that all values between may take together; more are computed block by block.
  package var blockByteCount: Int

  /// Limits of the given bytes.
  package init(byteCount: Int, blockByteCount: Int) {
    (self.byteCount, self.blockByteCount) = (byteCount, blockByteCount)
  }

  /// Values that do not fit a second-level cache, in blocks that fit a third-level one.
  package static let standard = ChainLimits(byteCount: 8 << 20, blockByteCount: 6 << 20)
}
