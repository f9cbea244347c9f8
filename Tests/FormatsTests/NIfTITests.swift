import Formats
import NDArrays
import Testing

/// The types that NIfTI-1 holds.
let niftiTypes: [ElementType] = [.u8, .i16, .i32, .f32, .f64, .i8, .u16, .u32, .i64, .u64]

@Suite struct `NIfTI volumes` {
  @Test(arguments: niftiTypes, ["x.nii", "x.nii.gz"])
  func `come back as they were written`(_ type: ElementType, _ name: String) throws {
    let folder = TemporaryFolder()
    for extents in [[7], [4, 3], [5, 4, 3], [2, 3, 4, 2], [1, 1, 1], [3, 2, 1, 2, 2]] {
      let array = sample(type, extents)
      try NIfTI.write(array, to: folder[name])
      let volume = try NIfTI.read(path: folder[name])
      #expect(volume.array == array)
      #expect(volume.header.extents == extents)
    }
  }

  @Test(arguments: niftiTypes)
  func `are read in both byte orders`(_ type: ElementType) throws {
    let array = sample(type, [4, 3, 2])
    let little = try file(array)
    #expect(try NIfTI.read(bytes: bigEndian(little, type)).array == array)
    #expect(
      try NIfTI.read(bytes: bigEndian(little, type)).header == NIfTI.read(bytes: little).header)
  }

  @Test func `have i fastest in the file and k fastest in the array`() throws {
    let array = NDArray(.u8, [2, 1, 3], [0, 1, 2, 3, 4, 5])
    #expect(try Array(file(array)[352...]) == [0, 3, 1, 4, 2, 5])
  }

  @Test func `become bool and halves as u8 and f32`() throws {
    let folder = TemporaryFolder()
    try NIfTI.write(NDArray(.bool, [2], [1, 0]), to: folder["x.nii"])
    #expect(try NIfTI.read(path: folder["x.nii"]).array == NDArray(.u8, [2], [1, 0]))
    for type in [ElementType.f16, .bf16] {
      try NIfTI.write(NDArray(type, [2], [1.5, 0]), to: folder["x.nii"])
      #expect(try NIfTI.read(path: folder["x.nii"]).array == NDArray(.f32, [2], [1.5, 0]))
    }
  }

  @Test(arguments: niftiTypes)
  func `have slope and intercept applied`(_ type: ElementType) throws {
    let stored = NDArray(type, [3], [0, 1, 100])
    let volume = try NIfTI.read(bytes: file(stored, slope: 0.5, intercept: -3))
    let isNarrow = type.byteCount < 4 || type == .f32
    #expect(volume.array == NDArray(isNarrow ? .f32 : .f64, [3], [-3, -2.5, 47]))
  }

  @Test(arguments: [(0, 5), (1, 0), (Float.nan, 1), (.infinity, 0)] as [(Float, Float)])
  func `keep their type where slope and intercept say nothing`(
    _ slope: Float, _ intercept: Float
  ) throws {
    let stored = sample(.i16, [3, 2, 2])
    let volume = try NIfTI.read(bytes: file(stored, slope: slope, intercept: intercept))
    #expect(volume.array == stored)
  }

  @Test func `leave out dimensions of one element at the end`() throws {
    let volume = try NIfTI.read(bytes: file(sample(.u8, [3, 2, 1, 1, 1])))
    #expect(volume.array.extents == [3, 2, 1])
  }

  @Test(
    arguments: [
      (32, "complex64"), (128, "RGB24"), (1536, "float128"), (1792, "complex128"), (2304, "RGBA32"),
      (1, "1-bit"), (0, "unknown"), (77, "no NIfTI-1 type"),
    ] as [(UInt16, String)])
  func `of other datatypes are refused by name`(_ code: UInt16, _ name: String) throws {
    var bytes = try file(sample(.u8, [2, 2]))
    (bytes[70], bytes[71]) = (UInt8(code & 255), UInt8(code >> 8))
    expectError("'nifti'", "datatype \(code) (\(name))") { () throws(FormatError) in
      _ = try NIfTI.read(bytes: bytes)
    }
  }

  @Test(arguments: damagedHeads)
  func `with a head that makes no sense are refused`(
    _ changes: [Int: UInt8], _ message: String
  ) throws {
    var bytes = try file(sample(.u8, [2, 2]))
    for (offset, value) in changes { bytes[offset] = value }
    expectError("'nifti'", message) { () throws(FormatError) in _ = try NIfTI.read(bytes: bytes) }
  }

  @Test func `are refused from arrays that NIfTI-1 does not hold`() {
    for extents in [[], [1, 1, 1, 1, 1, 1, 1, 1], [32768], [0, 1]] {
      expectError("'/tmp/never.nii'", "expected 1 to") { () throws(FormatError) in
        try NIfTI.write(NDArray(zeros: .u8, extents), to: "/tmp/never.nii")
      }
    }
  }

  @Test func `keep what the head says about the patient and drop what it says of the values`()
    throws
  {
    var bytes = try file(sample(.u8, [2, 3, 4]))
    for (i, letter) in "head scan".utf8.enumerated() { bytes[148 + i] = letter }
    bytes[127] = 0x42
    bytes[328] = 65
    let header = try NIfTI.read(bytes: bytes).header
    #expect(header.description == "head scan")
    let folder = TemporaryFolder()
    try NIfTI.write(sample(.f32, [2, 3, 4]), header: header, to: folder["y.nii"])
    let written = try content(folder["y.nii"])
    #expect(Array(written[148..<157]) == Array("head scan".utf8))
    #expect(written[127] == 0 && written[328] == 0)
  }
}

/// Bytes of the head to change, and what the error says.
private let damagedHeads: [([Int: UInt8], String)] = [
  ([0: 0x1C, 1: 2], "NIfTI-2"), ([0: 1], "expected a head size of 348"),
  ([344: 0x6E, 345: 0x69], "magic 'ni1.'"), ([40: 8], "8 dimensions"), ([40: 0], "0 dimensions"),
  ([42: 0], "dim[1] is 0"), ([43: 0x80], "dim[1] is -"), ([43: 0x7F], "expected 65380"),
  ([110: 0, 111: 0], "vox_offset 0.0"), ([111: 0xC3], "vox_offset -"),
  ([110: 0xC0, 111: 0x7F], "vox_offset nan"), ([110: 0x7F, 111: 0x4F], "vox_offset"),
]

/// Returns the bytes of a `.nii` file with an array, slope and intercept.
func file(
  _ array: NDArray, slope: Float = 1, intercept: Float = 0, header: NIfTIHeader = NIfTIHeader()
) throws -> [UInt8] {
  let folder = TemporaryFolder()
  try NIfTI.write(array, header: header, to: folder["x.nii"])
  var bytes = try content(folder["x.nii"])
  for (offset, value) in [(112, slope), (116, intercept)] {
    for i in 0..<4 { bytes[offset + i] = UInt8(truncatingIfNeeded: value.bitPattern >> (8 * i)) }
  }
  return bytes
}

/// Returns a little-endian `.nii` file in the other byte order.
func bigEndian(_ bytes: [UInt8], _ type: ElementType) throws -> [UInt8] {
  let header = try NIfTI.read(bytes: bytes).header
  var result = header.encoded(.big) + bytes[348...]
  let width = type.byteCount
  for start in stride(from: 352, to: bytes.count, by: width) {
    result[start..<start + width].reverse()
  }
  return result
}
