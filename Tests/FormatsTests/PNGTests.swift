import Formats
import NDArrays
import Testing

@Suite struct `PNG images` {
  @Test(arguments: [ElementType.u8, .u16], 1...4)
  func `come back as they were written`(_ type: ElementType, _ channels: Int) throws {
    let folder = TemporaryFolder()
    for extents in [[1, 1], [5, 7], [64, 33]] {
      let array = sample(type, [channels] + extents)
      try PNG.write(array, to: folder["x.png"])
      #expect(try PNG.read(path: folder["x.png"]) == array)
    }
  }

  @Test func `are written from two dimensions`() throws {
    let folder = TemporaryFolder()
    let array = sample(.u8, [3, 4])
    try PNG.write(array, to: folder["x.png"])
    #expect(try PNG.read(path: folder["x.png"]) == array.reshaped([1, 3, 4]))
  }

  @Test func `with a palette become RGB, and RGBA where it has transparency`() throws {
    #expect(
      try PNG.read(bytes: bytes(palettePNG))
        == NDArray(.u8, [3, 1, 3], [255, 0, 0, 0, 255, 0, 0, 0, 255]))
    #expect(
      try PNG.read(bytes: bytes(transparentPalettePNG))
        == NDArray(.u8, [4, 1, 3], [255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 255, 255]))
  }

  @Test func `of one bit become 0 and 255`() throws {
    let array = try PNG.read(bytes: bytes(bitPNG))
    #expect(array == NDArray(.u8, [1, 2, 3], [255, 0, 255, 0, 255, 0]))
  }

  @Test func `that are interlaced are read`() throws {
    let array = try PNG.read(bytes: bytes(interlacedPNG))
    #expect(array == NDArray(.u8, [1, 3, 5], (0..<15).map(Double.init)))
  }

  @Test func `larger than their file can hold are refused before anything is allocated`() {
    for (width, height) in [(0x7FFF_FFFF, 0x7FFF_FFFF), (0x7FFF_FFFF, 1), (1, 0x7FFF_FFFF)] {
      var image = bytes(bitPNG)
      for i in 0..<4 {
        image[16 + i] = UInt8(truncatingIfNeeded: width >> (24 - 8 * i))
        image[20 + i] = UInt8(truncatingIfNeeded: height >> (24 - 8 * i))
      }
      repairChecksums(&image)
      expectError("'png'") { () throws(FormatError) in _ = try PNG.read(bytes: image) }
    }
  }

  @Test func `that are cut off are refused`() {
    let image = bytes(interlacedPNG)
    for count in 0..<image.count {
      expectError("'png'") { () throws(FormatError) in
        _ = try PNG.read(bytes: Array(image[..<count]))
      }
    }
  }

  @Test func `are refused from arrays that are no images`() {
    for (array, words) in [
      (sample(.f32, [1, 2, 2]), "f32"), (sample(.u8, [5, 2, 2]), "1 to 4 channels"),
      (sample(.u8, [2]), "[H, W]"), (sample(.u8, [1, 0, 2]), "0 x 2"),
    ] {
      expectError("'/tmp/never.png'", words) { () throws(FormatError) in
        try PNG.write(array, to: "/tmp/never.png")
      }
    }
  }
}

/// Sets the check sum of every chunk to that of its content.
func repairChecksums(_ image: inout [UInt8]) {
  var start = 8
  while start + 12 <= image.count {
    let size = image[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    if size > image.count - start - 12 { return }
    let checksum = crc32(image[start + 4..<start + 8 + size])
    for i in 0..<4 {
      image[start + 8 + size + i] = UInt8(truncatingIfNeeded: checksum >> (24 - 8 * UInt32(i)))
    }
    start += 12 + size
  }
}

/// Returns the CRC-32 of bytes (ISO 3309).
func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
  var sum: UInt32 = ~0
  for byte in bytes {
    sum ^= UInt32(byte)
    for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
  }
  return ~sum
}
