import NDArrays

/// The array files of NumPy (numpy.lib.format, versions 1.0, 2.0 and 3.0).
public enum NPY {
  /// Reads an array; borrows the mapped file where it is native-endian and in C order.
  public static func read(path: String) throws(FormatError) -> NDArray {
    try decode(FileBytes(path: path))
  }

  /// Reads an array from memory.
  public static func read(bytes: [UInt8], name: String = "npy") throws(FormatError) -> NDArray {
    try decode(FileBytes(bytes, name: name))
  }

  /// Writes an array in C order; bf16, which NumPy has not, becomes f32.
  public static func write(_ array: NDArray, to path: String) throws(FormatError) {
    let array = storable(array)
    try AtomicFile.write(path) { (file) throws(FormatError) in
      try file.write(header(of: array))
      try file.write(array)
    }
  }

  /// Reads an array that fills a file after its head.
  static func decode(_ file: FileBytes) throws(FormatError) -> NDArray {
    let header = try NPYHeader(file)
    let byteCount = try file.byteCount(header.extents, header.elementType)
    let data = file.slice(header.byteCount..<file.count)
    if data.count != byteCount {
      throw file.error(
        "\(data.count) bytes of data, expected \(byteCount) for "
          + "\(header.elementType.rawValue) \(header.extents)")
    }
    return try data.array(
      header.elementType, header.extents, order: header.order, isFortran: header.isFortran)
  }

  /// Returns the array in a type that NumPy knows.
  static func storable(_ array: NDArray) -> NDArray {
    array.elementType == .bf16 ? NDArray(.f32, array.extents, array.asDoubles()) : array
  }

  /// Returns the header for an array, of a size that is a multiple of 64 bytes.
  static func header(of array: NDArray) -> [UInt8] {
    let extents = array.extents.map(String.init).joined(separator: ", ")
    let shape = array.extents.count == 1 ? "(\(extents),)" : "(\(extents))"
    var text = Array(
      "{'descr': '\(descriptor(array.elementType))', 'fortran_order': False, 'shape': \(shape), }"
        .utf8)
    text += [UInt8](repeating: 32, count: 63 - (10 + text.count) % 64) + [10]
    let length = UInt16(text.count)
    return NPYHeader.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + text
  }

  /// Returns how NumPy spells a type.
  private static func descriptor(_ type: ElementType) -> String {
    if type == .bool { return "|b1" }
    let kind = type.isFloatingPoint ? "f" : type.isUnsigned ? "u" : "i"
    return (type.byteCount == 1 ? "|" : "<") + kind + "\(type.byteCount)"
  }
}
