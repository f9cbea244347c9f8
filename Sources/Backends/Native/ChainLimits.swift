/// When ops become a chain, and how much of the values between them is kept.
package struct ChainLimits: Sendable {
  /// The bytes from which on a value is worth not being kept whole.
  package var byteCount: Int
  /// About the bytes of images that a block reads, writes and keeps between; where twice as many are
  /// enough for all, they are computed as one block.
  package var blockByteCount: Int

  /// Limits of the given bytes.
  package init(byteCount: Int, blockByteCount: Int) {
    (self.byteCount, self.blockByteCount) = (byteCount, blockByteCount)
  }

  /// Values that do not fit second-level caches, in blocks that hardly need a third-level one.
  package static let standard = ChainLimits(byteCount: 8 << 20, blockByteCount: 3 << 20)
}
