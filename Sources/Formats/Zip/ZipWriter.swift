import NDArrays

/// A zip archive of stored files that is written front to back, with 64-bit sizes throughout.
struct ZipWriter {
  /// Where the archive goes.
  private let file: FileWriter
  /// The directory so far.
  private var directory: [UInt8] = []
  /// The size of what was written.
  private var position = 0
  /// The number of entries.
  private var count = 0

  /// An archive into `file`.
  init(_ file: FileWriter) { self.file = file }

  /// Appends a file with a head and an array's elements.
  mutating func append(_ name: String, _ head: [UInt8], _ array: NDArray) throws(FormatError) {
    let size = head.count + array.byteCount
    let start = head.withUnsafeBytes { NPZ.checksum($0) }
    let checksum = array.withUnsafeBytes { NPZ.checksum($0, after: start) }
    // Version 4.5, UTF-8 names, stored, 1980-01-01 so that equal arrays give equal files.
    let common =
      little(UInt16(45)) + little(UInt16(0x800)) + little(UInt16(0)) + little(UInt16(0))
      + little(UInt16(0x21)) + little(checksum) + little(UInt32.max) + little(UInt32.max)
      + little(UInt16(truncatingIfNeeded: name.utf8.count))
    let sizes = little(UInt64(size)) + little(UInt64(size))
    let local =
      little(UInt32(0x0403_4B50)) + common + little(UInt16(20)) + Array(name.utf8)
      + little(UInt16(1)) + little(UInt16(16)) + sizes
    directory += little(UInt32(0x0201_4B50)) + little(UInt16(45)) + common
    directory += little(UInt16(28)) + [UInt8](repeating: 0, count: 10) + little(UInt32.max)
    directory += Array(name.utf8) + little(UInt16(1)) + little(UInt16(24)) + sizes
    directory += little(UInt64(position))
    if name.utf8.count > Int(UInt16.max) {
      throw FormatError("cannot write '\(file.path)': a name of \(name.utf8.count) bytes")
    }
    try file.write(local + head)
    try file.write(array)
    position += local.count + size
    count += 1
  }

  /// Appends the directory.
  func finish() throws(FormatError) {
    let counts = little(UInt64(count)) + little(UInt64(count))
    let place = little(UInt64(directory.count)) + little(UInt64(position))
    let end64 =
      little(UInt32(0x0606_4B50)) + little(UInt64(44)) + little(UInt16(45)) + little(UInt16(45))
      + little(UInt32(0)) + little(UInt32(0)) + counts + place
    let locator =
      little(UInt32(0x0706_4B50)) + little(UInt32(0))
      + little(UInt64(position + directory.count)) + little(UInt32(1))
    let end =
      little(UInt32(0x0605_4B50)) + little(UInt32(0)) + little(UInt16.max) + little(UInt16.max)
      + little(UInt32.max) + little(UInt32.max) + little(UInt16(0))
    try file.write(directory + end64 + locator + end)
  }

  /// Returns the bytes of a number.
  private func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
