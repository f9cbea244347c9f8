import CPNG
import Glibc
import NDArrays

/// PNG images, as arrays [C, H, W] of u8 or u16: C is 1 for grey, 2 for grey and alpha, 3 for RGB,
/// 4 for RGBA.
public enum PNG {
  /// Reads an image.
  ///
  /// Palettes become RGB, 1, 2 and 4 bits become 8 with the full range, and a transparent colour
  /// becomes an alpha channel. Samples are as in the file: no gamma or colour profile is applied.
  public static func read(path: String) throws(FormatError) -> NDArray {
    try decode(FileBytes(path: path))
  }

  /// Reads an image from memory.
  public static func read(bytes: [UInt8], name: String = "png") throws(FormatError) -> NDArray {
    try decode(FileBytes(bytes, name: name))
  }

  /// Writes an image [C, H, W] or [H, W] of u8 or u16 with 1 to 4 channels.
  public static func write(_ array: NDArray, to path: String) throws(FormatError) {
    let (interleaved, head) = try interleaved(array, path)
    let encoded = try encode(interleaved, head, path)
    defer { free(encoded.baseAddress) }
    try AtomicFile.write(path) { (file) throws(FormatError) in
      try file.write(UnsafeRawBufferPointer(encoded))
    }
  }

  /// Reads an image whose size its file can hold.
  private static func decode(_ file: FileBytes) throws(FormatError) -> NDArray {
    try withExtendedLifetime(file.owner) { () throws(FormatError) in
      let bytes = file.bytes.assumingMemoryBound(to: UInt8.self)
      var head = png_pixels_head()
      if !png_pixels_read_head(bytes.baseAddress, bytes.count, &head) {
        throw file.error("not a whole PNG: \(reason(head))")
      }
      let (width, height) = (Int(head.width), Int(head.height))
      let type: ElementType = head.depth == 16 ? .u16 : .u8
      let extents = [height, width, Int(head.channels)]
      let packed = (Int(head.packed_row_bytes) + 1).multipliedReportingOverflow(by: height)
      guard !packed.overflow, Extents.byteCount(extents, .u64) != nil else {
        throw file.error("an image of \(width) x \(height), more than \(file.count) bytes hold")
      }
      try file.checkInflated(packed.partialValue, from: file.count)
      try file.checkMemory(2 * file.byteCount(extents, type))
      var interleaved = NDArray(uninitialized: type, extents)
      let isRead = interleaved.withUnsafeMutableBytes { pixels in
        png_pixels_read(
          bytes.baseAddress, bytes.count, &head,
          pixels.assumingMemoryBound(to: UInt8.self).baseAddress)
      }
      if !isRead { throw file.error("damaged PNG: \(reason(head))") }
      return interleaved.rearranged([2, 0, 1], isFlipped: [false, false, false])
    }
  }

  /// Returns the samples in the order of a PNG, and its head.
  private static func interleaved(
    _ array: NDArray, _ path: String
  ) throws(FormatError) -> (NDArray, png_pixels_head) {
    let extents = array.extents.count == 2 ? [1] + array.extents : array.extents
    guard extents.count == 3, (1...4).contains(extents[0]) else {
      throw FormatError(
        "cannot write '\(path)': an array of \(array.extents), expected [H, W] or [C, H, W] with 1 "
          + "to 4 channels")
    }
    guard [.u8, .u16].contains(array.elementType) else {
      throw FormatError(
        "cannot write '\(path)': elements of \(array.elementType.rawValue), expected u8 or u16")
    }
    guard extents[1...].allSatisfy({ (1...Int(Int32.max)).contains($0) }) else {
      throw FormatError(
        "cannot write '\(path)': an image of \(extents[1]) x \(extents[2]), expected 1 to 2^31 - 1")
    }
    var head = png_pixels_head()
    (head.channels, head.height) = (UInt32(extents[0]), UInt32(extents[1]))
    (head.width, head.depth) = (UInt32(extents[2]), array.elementType == .u16 ? 16 : 8)
    let image = array.reshaped(extents)
    return (image.rearranged([1, 2, 0], isFlipped: [false, false, false]), head)
  }

  /// Returns the bytes of a PNG, to be freed.
  private static func encode(
    _ interleaved: NDArray, _ head: png_pixels_head, _ path: String
  ) throws(FormatError) -> UnsafeMutableBufferPointer<UInt8> {
    var (head, bytes, count) = (head, nil as UnsafeMutablePointer<UInt8>?, 0)
    let isWritten = interleaved.withUnsafeBytes { pixels in
      png_pixels_write(
        pixels.assumingMemoryBound(to: UInt8.self).baseAddress, &head, &bytes, &count)
    }
    if !isWritten { throw FormatError("cannot write '\(path)': \(reason(head))") }
    return UnsafeMutableBufferPointer(start: bytes, count: count)
  }

  /// Returns why libpng gave up.
  private static func reason(_ head: png_pixels_head) -> String {
    withUnsafeBytes(of: head.error) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
