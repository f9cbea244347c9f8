/// A file inside a zip archive, as the central directory describes it (PKWARE APPNOTE 6.3.10).
struct ZipEntry {
  /// The name.
  let name: String
  /// 0 stored, 8 deflated.
  let method: UInt16
  /// The CRC-32 of the content.
  let checksum: UInt32
  /// The size of the content.
  let byteCount: Int
  /// Where the stored or deflated bytes are in the archive.
  let data: Range<Int>
}
