/// The central directory of a zip archive.
enum ZipDirectory {
  /// The signature of the end record.
  private static let endSignature: UInt32 = 0x0605_4B50
  /// The signature of the pointer to the 64-bit end record.
  private static let end64LocatorSignature: UInt32 = 0x0706_4B50
  /// The signature of the 64-bit end record.
  private static let end64Signature: UInt32 = 0x0606_4B50
  /// The signature of a directory entry.
  private static let entrySignature: UInt32 = 0x0201_4B50
  /// The signature of the header before the data.
  private static let localSignature: UInt32 = 0x0403_4B50

  /// Returns the entries of an archive in its order; none overlaps another.
  static func read(_ file: FileBytes) throws(FormatError) -> [ZipEntry] {
    let (count, range) = try directory(file)
    var entries: [ZipEntry] = []
    var position = range.lowerBound
    for _ in 0..<count {
      entries.append(try entry(file, at: &position, end: range.upperBound))
    }
    if position != range.upperBound {
      throw file.error(
        "zip directory of \(range.count) bytes, expected \(count) entries to fill it")
    }
    if let name = NamedArray.duplicate(in: entries.map(\.name)) {
      throw file.error("'\(name)' twice in the zip directory")
    }
    var end = 0
    for entry in entries.sorted(by: { $0.data.lowerBound < $1.data.lowerBound }) {
      if entry.data.lowerBound < end { throw file.error("'\(entry.name)' overlaps another entry") }
      end = entry.data.upperBound
    }
    return entries
  }

  /// Returns the number of entries and the directory's place.
  private static func directory(_ file: FileBytes) throws(FormatError) -> (Int, Range<Int>) {
    let end = try endRecord(file)
    guard let count = file.load(UInt16.self, at: end + 10),
      let size = file.load(UInt32.self, at: end + 12),
      let start = file.load(UInt32.self, at: end + 16)
    else { throw file.error("zip end record is cut off") }
    if file.load(UInt32.self, at: end - 20) == end64LocatorSignature {
      return try directory64(file, locator: end - 20)
    }
    return (Int(count), try range(Int(start), Int(size), end, file))
  }

  /// Returns what the 64-bit end record says.
  private static func directory64(
    _ file: FileBytes, locator: Int
  ) throws(FormatError) -> (Int, Range<Int>) {
    guard let place = file.load(UInt64.self, at: locator + 8).flatMap({ Int(exactly: $0) }),
      place <= locator - 56, file.load(UInt32.self, at: place) == end64Signature,
      let count = file.load(UInt64.self, at: place + 32).flatMap({ Int(exactly: $0) }),
      let size = file.load(UInt64.self, at: place + 40).flatMap({ Int(exactly: $0) }),
      let start = file.load(UInt64.self, at: place + 48).flatMap({ Int(exactly: $0) })
    else { throw file.error("zip64 end record is damaged") }
    return (count, try range(start, size, place, file))
  }

  /// Returns the place of a directory that ends before `end`.
  private static func range(
    _ start: Int, _ size: Int, _ end: Int, _ file: FileBytes
  ) throws(FormatError) -> Range<Int> {
    guard start <= end, size <= end - start else {
      throw file.error(
        "zip directory of \(size) bytes at \(start), expected it to end before byte \(end)")
    }
    return start..<start + size
  }

  /// Returns the place of the record at the end, before a comment of up to 65,535 bytes.
  private static func endRecord(_ file: FileBytes) throws(FormatError) -> Int {
    var position = file.count - 22
    while position >= 0 && position >= file.count - 22 - 0xFFFF {
      if file.load(UInt32.self, at: position) == endSignature,
        let comment = file.load(UInt16.self, at: position + 20),
        position + 22 + Int(comment) == file.count
      {
        return position
      }
      position -= 1
    }
    throw file.error("no zip directory at the end, expected an .npz archive")
  }

  /// Returns the entry at `position`, which moves behind it.
  private static func entry(
    _ file: FileBytes, at position: inout Int, end: Int
  ) throws(FormatError) -> ZipEntry {
    let start = position
    guard start <= end - 46, file.load(UInt32.self, at: start) == entrySignature,
      let flags = file.load(UInt16.self, at: start + 8),
      let method = file.load(UInt16.self, at: start + 10),
      let checksum = file.load(UInt32.self, at: start + 16),
      let packed = file.load(UInt32.self, at: start + 20),
      let size = file.load(UInt32.self, at: start + 24),
      let nameCount = file.load(UInt16.self, at: start + 28),
      let extraCount = file.load(UInt16.self, at: start + 30),
      let commentCount = file.load(UInt16.self, at: start + 32),
      let local = file.load(UInt32.self, at: start + 42)
    else { throw file.error("zip directory is damaged at byte \(start)") }
    let extra = start + 46 + Int(nameCount)
    position = extra + Int(extraCount) + Int(commentCount)
    if position > end { throw file.error("zip directory entry at byte \(start) is cut off") }
    let name = String(decoding: file.bytes[start + 46..<extra], as: UTF8.self)
    if flags & 1 != 0 { throw file.error("'\(name)' is encrypted, expected plain data") }
    guard method == 0 || method == 8 else {
      throw file.error("'\(name)' has compression method \(method), expected stored or deflated")
    }
    var wide = Zip64Fields(file.slice(extra..<extra + Int(extraCount)))
    let byteCount = try wide.value(size)
    let packedCount = try wide.value(packed)
    let place = try wide.value(local)
    if method == 0 && byteCount != packedCount {
      throw file.error("'\(name)' is stored in \(packedCount) bytes, expected \(byteCount)")
    }
    let data = try dataStart(file, name, local: place)
    guard packedCount <= file.count - data else {
      throw file.error("'\(name)' of \(packedCount) bytes at \(data) in \(file.count) bytes")
    }
    return ZipEntry(
      name: name, method: method, checksum: checksum, byteCount: byteCount,
      data: data..<data + packedCount)
  }

  /// Returns where the data of an entry start, after its local header.
  private static func dataStart(
    _ file: FileBytes, _ name: String, local: Int
  ) throws(FormatError) -> Int {
    guard local <= file.count - 30, file.load(UInt32.self, at: local) == localSignature,
      let nameCount = file.load(UInt16.self, at: local + 26),
      let extraCount = file.load(UInt16.self, at: local + 28),
      local + 30 + Int(nameCount) + Int(extraCount) <= file.count
    else { throw file.error("'\(name)' has no local header at byte \(local)") }
    return local + 30 + Int(nameCount) + Int(extraCount)
  }
}
