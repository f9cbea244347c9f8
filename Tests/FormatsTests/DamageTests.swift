import Formats
import Glibc
import NDArrays
import Support
import Testing

/// What holds for every reader, on files with random damage.
///
/// Seeds are 0 ..< 2500 for each row; one that fails is printed.
@Suite struct `a damaged file` {
  @Test(arguments: DamageCase.all)
  func `is refused or read, in bounded time and memory`(_ row: DamageCase) throws {
    let good = try row.make()
    _ = try row.read(good)
    var refusals = 0
    for seed in 0..<2500 as Range<UInt64> {
      var bytes = good
      Damage(seed: seed).apply(to: &bytes)
      bytes = row.seal(bytes)
      let start = ContinuousClock.now
      do throws(FormatError) {
        let size = try row.read(bytes)
        #expect(size <= 33_024 * max(bytes.count, 1), "seed \(seed): \(size) bytes")
      } catch {
        refusals += 1
        #expect(error.message.hasPrefix("'"), "seed \(seed): \(error.message)")
      }
      #expect(start.duration(to: .now) < .seconds(1), "seed \(seed)")
    }
    #expect(refusals > 250, "damage goes unnoticed")
  }
}

/// A reader, a good file, and what makes damage reach deeper.
struct DamageCase: Sendable, CustomStringConvertible {
  /// What the row is called.
  let description: String
  /// Returns a good file.
  let make: @Sendable () throws -> [UInt8]
  /// Reads a file and returns the size of what it holds.
  let read: @Sendable ([UInt8]) throws(FormatError) -> Int
  /// Repairs what would hide the damage (a check sum), or wraps it (in gzip).
  var seal: @Sendable ([UInt8]) -> [UInt8] = { $0 }

  /// All rows: each format, and the compressed ones outside and inside of the compression.
  static let all: [DamageCase] = [
    DamageCase(description: "npy", make: { try written(".npy", sample(.i16, [3, 4, 5])) }) {
      (bytes) throws(FormatError) in try NPY.read(bytes: bytes).byteCount
    },
    DamageCase(description: "npz of NumPy", make: { bytes(numpyArchive) }, read: readNPZ),
    DamageCase(
      description: "compressed npz of NumPy", make: { bytes(numpyCompressedArchive) },
      read: readNPZ),
    DamageCase(description: "npz", make: { try written(".npz", sample(.f32, [9])) }, read: readNPZ),
    DamageCase(
      description: "png", make: { try written(".png", sample(.u16, [3, 5, 7])) }, read: readPNG),
    DamageCase(
      description: "png with right check sums",
      make: { try written(".png", sample(.u8, [4, 5, 7])) }, read: readPNG, seal: sealPNG),
    DamageCase(
      description: "palette png", make: { bytes(transparentPalettePNG) }, read: readPNG,
      seal: sealPNG),
    DamageCase(
      description: "interlaced png", make: { bytes(interlacedPNG) }, read: readPNG, seal: sealPNG),
    DamageCase(
      description: "nii", make: { try written(".nii", sample(.i16, [3, 4, 5])) }, read: readNIfTI),
    DamageCase(
      description: "nii.gz", make: { try written(".nii.gz", sample(.f32, [3, 4, 5])) },
      read: readNIfTI),
    DamageCase(
      description: "nii inside of gz", make: { try written(".nii", sample(.i16, [3, 4, 5])) },
      read: readNIfTI, seal: storedGzip),
    DamageCase(
      description: "safetensors", make: { try written(".safetensors", sample(.bf16, [3, 4])) }
    ) { (bytes) throws(FormatError) in
      try SafeTensors.read(bytes: bytes).entries.reduce(0) { $0 + $1.array.byteCount }
    },
  ]

  /// Repairs the check sums of a PNG.
  private static let sealPNG: @Sendable ([UInt8]) -> [UInt8] = { bytes in
    var image = bytes
    repairChecksums(&image)
    return image
  }
}

/// Reads an archive.
private let readNPZ: @Sendable ([UInt8]) throws(FormatError) -> Int = {
  (bytes) throws(FormatError) in
  try NPZ.read(bytes: bytes).reduce(0) { $0 + $1.array.byteCount }
}

/// Reads an image.
private let readPNG: @Sendable ([UInt8]) throws(FormatError) -> Int = {
  (bytes) throws(FormatError) in try PNG.read(bytes: bytes).byteCount
}

/// Reads a volume.
private let readNIfTI: @Sendable ([UInt8]) throws(FormatError) -> Int = {
  (bytes) throws(FormatError) in try NIfTI.read(bytes: bytes).array.byteCount
}

/// Returns the bytes of a file with one array.
private func written(_ suffix: String, _ array: NDArray) throws -> [UInt8] {
  let folder = TemporaryFolder()
  try TensorFile.write([TensorFile.Item(name: "x", array: array)], to: folder["x"] + suffix)
  return try content(folder["x"] + suffix)
}

/// Returns a gzip file with one stored block (RFC 1951 §3.2.4, RFC 1952).
private func storedGzip(_ bytes: [UInt8]) -> [UInt8] {
  func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }
  let count = UInt32(bytes.count)
  let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
  return head + little(count, 2) + little(~count, 2) + bytes + little(crc32(bytes), 4)
    + little(count, 4)
}
