import NDArrays
import Testing

@Suite struct `images` {
  /// The pixels of an image [3, 2, 2].
  static let bytes: [Double] = [0, 51, 102, 255, 1, 2, 3, 4, 250, 251, 252, 253]

  /// Returns a workspace with images.
  private func folder() throws -> Workspace {
    let folder = try Workspace([
      "image.gir": Models.image,
      "grey.gir": "graph @grey {\n  %x = input @x : f32[1, 1, 2, 2]\n  output @y = %x\n}\n",
    ])
    try folder.write(Self.bytes, [3, 2, 2], .u8, to: "x.png")
    try folder.write(Self.bytes.map { $0 * 257 }, [3, 2, 2], .u16, to: "deep.png")
    return folder
  }

  /// What stands behind `--input`, and how a byte becomes a number.
  static let scales: [(String, @Sendable (Double) -> Double)] = [
    ("x.png", { $0 / 255 }), ("deep.png", { $0 / 255 }), ("x.png,scale=1", { $0 }),
    ("x.png,scale=2,offset=-1", { 2 * $0 - 1 }), ("x.png,offset=0.5", { $0 / 255 + 0.5 }),
  ]

  @Test(arguments: scales)
  func `become 0…1 unless their scale says otherwise`(
    _ input: String, _ value: @Sendable (Double) -> Double
  ) throws {
    let folder = try folder()
    try folder.succeed("run image.gir -i \(input) -o y.npy")
    #expect(try folder.array("y.npy") == NDArray(.f32, [1, 3, 2, 2], Self.bytes.map { value($0) }))
  }

  @Test func `are written as round(255 · clip to 0…1), masks as black and white`() throws {
    let folder = try folder()
    try folder.succeed("run image.gir -i x.png -o y.png")
    #expect(try folder.array("y.png") == folder.array("x.png"))
    try folder.write(
      [-1, 0, 0.001, 0.002, 0.5, 0.998, 0.9981, 1, 7, .nan, .infinity, -.infinity], [3, 2, 2],
      to: "x.npy")
    try folder.succeed("run image.gir -i x.npy -o y.png")
    #expect(
      try folder.array("y.png").asDoubles() == [0, 0, 0, 1, 128, 254, 255, 255, 255, 0, 255, 0])
    try folder.succeed("run image.gir -i x.npy -o y=y.png,threshold=0.5 -o y=y.npy,threshold=0.5")
    #expect(
      try folder.array("y.png").asDoubles() == [0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 255, 0])
    #expect(
      try folder.array("y.npy")
        == NDArray(.u8, [1, 3, 2, 2], [0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0]))
  }

  @Test(arguments: ["x.png", "deep.png"])
  func `become grey by their luminance`(_ name: String) throws {
    let folder = try folder()
    try folder.succeed("run grey.gir -i \(name),luma -o y.npy")
    let luma = (0..<4).map { (i: Int) -> Double in
      let (red, green, blue) = (Self.bytes[i], Self.bytes[4 + i], Self.bytes[8 + i])
      return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
    }
    for (found, expected) in zip(try folder.array("y.npy").asDoubles(), luma) {
      #expect(abs(found - expected) < 1e-6)
    }
    try folder.fail(
      "run grey.gir -i \(name) -o z.npy", ["has extents [3, 2, 2], expected [1, 1, 2"])
  }

  @Test func `have one to four channels`() throws {
    let folder = try Workspace([
      "v.gir": "graph @v {\n  %x = input @x : f32[1, 5, 2, 2]\n  output @y = %x\n}\n"
    ])
    try folder.write([Double](repeating: 0, count: 20), [5, 2, 2], to: "x.npy")
    try folder.fail(
      "run v.gir -i x.npy -o y.png",
      ["output 'y': [1, 5, 2, 2] is no image, expected [1, C, H, W] with 1 to 4 channels"])
  }
}
