/// The 64-bit values of an entry, in the order in which its 32-bit fields overflow.
struct Zip64Fields {
  /// The extra fields.
  private let extra: FileBytes
  /// The next 64-bit value; nil where there are none.
  private var position: Int?

  /// The values in an entry's extra fields.
  init(_ extra: FileBytes) {
    self.extra = extra
    var start = 0
    while let id = extra.load(UInt16.self, at: start),
      let size = extra.load(UInt16.self, at: start + 2)
    {
      if id == 1 {
        position = start + 4
        return
      }
      start += 4 + Int(size)
    }
  }

  /// Returns a field, or the next 64-bit value where the field is full.
  mutating func value(_ field: UInt32) throws(FormatError) -> Int {
    if field != .max { return Int(field) }
    guard let place = position, let wide = extra.load(UInt64.self, at: place),
      let value = Int(exactly: wide)
    else { throw extra.error("a zip entry of more than 4 GiB without a 64-bit size below 2^63") }
    position = place + 8
    return value
  }
}
