import CZlib
import NDArrays

/// Archives of `.npy` files, as `numpy.savez` and `numpy.savez_compressed` write them.
public enum NPZ {
  /// Reads all arrays in the order of the archive, named without `.npy`.
  public static func read(path: String) throws(FormatError) -> [NamedArray] {
    try decode(FileBytes(path: path))
  }

  /// Reads all arrays from memory.
  public static func read(
    bytes: [UInt8], name: String = "npz"
  ) throws(FormatError) -> [NamedArray] {
    try decode(FileBytes(bytes, name: name))
  }

  /// Writes arrays as `numpy.savez` does, not compressed; bf16, which NumPy has not, becomes f32.
  ///
  /// - Requires: distinct names.
  public static func write(_ arrays: [NamedArray], to path: String) throws(FormatError) {
    if let name = NamedArray.duplicate(in: arrays.map(\.name)) {
      throw FormatError("cannot write '\(path)': two arrays are named '\(name)'")
    }
    try AtomicFile.write(path) { (file) throws(FormatError) in
      var archive = ZipWriter(file)
      for entry in arrays {
        let array = NPY.storable(entry.array)
        try archive.append("\(entry.name).npy", NPY.header(of: array), array)
      }
      try archive.finish()
    }
  }

  /// Reads every entry of an archive.
  private static func decode(_ file: FileBytes) throws(FormatError) -> [NamedArray] {
    try withExtendedLifetime(file.owner) { () throws(FormatError) in
      var arrays: [NamedArray] = []
      for entry in try ZipDirectory.read(file) {
        guard entry.name.hasSuffix(".npy") else {
          throw file.error("member '\(entry.name)', expected .npy files only")
        }
        let content = try content(entry, of: file)
        arrays.append(
          NamedArray(name: String(entry.name.dropLast(4)), array: try NPY.decode(content)))
      }
      return arrays
    }
  }

  /// Returns the bytes of an entry, inflated and checked.
  private static func content(
    _ entry: ZipEntry, of file: FileBytes
  ) throws(FormatError) -> FileBytes {
    let packed = file.slice(entry.data, name: "\(file.name)(\(entry.name))")
    var content = packed
    if entry.method == 8 {
      try packed.checkInflated(entry.byteCount, from: packed.count)
      let storage = ArrayStorage(byteCount: entry.byteCount)
      let bytes = UnsafeMutableRawBufferPointer(rebasing: storage.bytes[..<entry.byteCount])
      let inflater = try Inflater(packed, .raw)
      try inflater.read(into: bytes)
      guard try inflater.verifyEnd() else {
        throw packed.error("more than the \(entry.byteCount) bytes that the directory declares")
      }
      content = FileBytes(
        name: packed.name, bytes: UnsafeRawBufferPointer(bytes), owner: storage)
    }
    if checksum(content.bytes) != entry.checksum {
      throw content.error("content is damaged: its CRC-32 is not that of the directory")
    }
    return content
  }

  /// Returns the CRC-32 of bytes that follow others.
  static func checksum(_ bytes: UnsafeRawBufferPointer, after start: UInt32 = 0) -> UInt32 {
    let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    return base == nil ? start : UInt32(crc32_z(UInt(start), base, bytes.count))
  }
}
