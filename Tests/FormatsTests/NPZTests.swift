import Formats
import NDArrays
import Testing

@Suite struct `NPZ archives` {
  @Test func `come back as they were written, in their order`() throws {
    let folder = TemporaryFolder()
    let arrays = ElementType.allCases.filter { $0 != .bf16 }.map {
      NamedArray(name: "layer.\($0.rawValue)", array: sample($0, [3, 5]))
    }
    try NPZ.write(arrays, to: folder["x.npz"])
    #expect(try NPZ.read(path: folder["x.npz"]) == arrays)
  }

  @Test func `may hold nothing`() throws {
    let folder = TemporaryFolder()
    try NPZ.write([], to: folder["x.npz"])
    #expect(try NPZ.read(path: folder["x.npz"]) == [])
  }

  @Test(arguments: [numpyArchive, numpyCompressedArchive])
  func `of NumPy are read`(_ digits: String) throws {
    let expected = [
      NamedArray(name: "a", array: NDArray(.u8, [3], [0, 1, 2])),
      NamedArray(name: "b", array: NDArray(.f32, [1, 2], [1.5, -2])),
    ]
    #expect(try NPZ.read(bytes: bytes(digits)) == expected)
  }

  @Test func `that lie about sizes are refused before anything is allocated`() {
    var archive = bytes(numpyCompressedArchive)
    let directory = archive.count - 22 - 102
    for i in 0..<3 { archive[directory + 24 + i] = 0xFF }
    archive[directory + 27] = 0x7F
    expectError("too few for the") { () throws(FormatError) in
      _ = try NPZ.read(bytes: archive)
    }
  }

  @Test func `with damaged content are refused`() {
    var archive = bytes(numpyArchive)
    archive[120] ^= 1
    expectError("CRC-32") { () throws(FormatError) in _ = try NPZ.read(bytes: archive) }
  }

  @Test func `with overlapping entries are refused`() {
    var archive = bytes(numpyArchive)
    let second = archive.count - 22 - 51
    for i in 42..<46 { archive[second + i] = 0 }
    expectError("overlaps") { () throws(FormatError) in _ = try NPZ.read(bytes: archive) }
  }

  @Test func `are refused with two arrays of one name`() {
    let entry = NamedArray(name: "x", array: sample(.u8, [1]))
    expectError("named 'x'") { () throws(FormatError) in
      try NPZ.write([entry, entry], to: "/tmp/never.npz")
    }
  }
}
