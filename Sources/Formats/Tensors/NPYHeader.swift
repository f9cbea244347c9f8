import NDArrays

/// What the head of an `.npy` file says.
struct NPYHeader {
  /// The first bytes of every file.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The most dimensions that NumPy has.
  private static let rankLimit = 64

  /// The type of each element.
  private(set) var elementType = ElementType.f32
  /// The order of the bytes of one element.
  private(set) var order = ByteOrder.little
  /// `true` iff the first dimension is the fastest.
  private(set) var isFortran = false
  /// The extents.
  private(set) var extents: [Int] = []
  /// The size of the head, where the elements start.
  let byteCount: Int

  /// Parses the head of a file.
  init(_ file: FileBytes) throws(FormatError) {
    guard file.count >= 10, file.bytes.prefix(6).elementsEqual(Self.magic) else {
      throw file.error("does not start as an .npy file, expected \\x93NUMPY and a version")
    }
    let version = file.bytes[6]
    guard (1...3).contains(version), file.bytes[7] == 0 else {
      throw file.error("version \(version).\(file.bytes[7]), expected 1.0, 2.0 or 3.0")
    }
    let start = version == 1 ? 10 : 12
    let length =
      version == 1
      ? file.load(UInt16.self, at: 8).map(Int.init) : file.load(UInt32.self, at: 8).map(Int.init)
    guard let length, length <= file.count - start else {
      throw file.error("header of \(length ?? 0) bytes in a file of \(file.count) bytes")
    }
    byteCount = start + length
    try parse(PythonText(file.slice(start..<start + length)), file)
  }

  /// Parses `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.
  private mutating func parse(_ text: consuming PythonText, _ file: FileBytes) throws(FormatError) {
    var seen: [String] = []
    try text.expect("{")
    while !text.take("}") {
      let key = try text.string()
      if seen.contains(key) { throw file.error("key '\(key)' twice in the header") }
      seen.append(key)
      try text.expect(":")
      switch key {
      case "descr":
        if text.take("[") {
          throw file.error("a structured dtype, expected one number per element")
        }
        try parse(descriptor: text.string(), file)
      case "fortran_order": isFortran = try text.boolean()
      case "shape": extents = try text.tuple(limit: Self.rankLimit)
      default:
        throw file.error(
          "key '\(key)' in the header, expected 'descr', 'fortran_order' and 'shape'")
      }
      if !text.take(",") {
        try text.expect("}")
        break
      }
    }
    try text.expectEnd()
    for key in ["descr", "fortran_order", "shape"] where !seen.contains(key) {
      throw file.error("no '\(key)' in the header")
    }
  }

  /// Parses a type such as `<f4`.
  private mutating func parse(descriptor: String, _ file: FileBytes) throws(FormatError) {
    let hasOrder = descriptor.first.map { "<>=|".contains($0) } ?? false
    let type: ElementType? =
      switch hasOrder ? String(descriptor.dropFirst()) : descriptor {
      case "f2": .f16
      case "f4": .f32
      case "f8": .f64
      case "i1": .i8
      case "i2": .i16
      case "i4": .i32
      case "i8": .i64
      case "u1": .u8
      case "u2": .u16
      case "u4": .u32
      case "u8": .u64
      case "b1": .bool
      default: nil
      }
    guard let type else {
      throw file.error(
        "dtype '\(descriptor)', expected f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8 or b1")
    }
    (elementType, order) = (type, descriptor.hasPrefix(">") ? .big : .little)
  }
}
