import Formats
import NDArrays
import Testing

@Suite struct `volumes` {
  /// The elements of a volume.
  static let voxels = NDArray(.i16, [4, 6, 8], (0..<192).map { Double($0) })

  /// Returns a workspace with a volume.
  private func folder() throws -> Workspace {
    let folder = try Workspace(["halved.gir": Models.halved])
    try folder.writeVolume(Self.voxels, to: "head.nii.gz")
    return folder
  }

  @Test func `keep their place, also on another grid`() throws {
    let folder = try folder()
    try folder.succeed("run halved.gir -i head.nii.gz -o half=half.nii.gz -o same=same.nii")
    let (head, half, same) = (
      try folder.volume("head.nii.gz"), try folder.volume("half.nii.gz"),
      try folder.volume("same.nii")
    )
    #expect(same.header.affine == head.header.affine)
    #expect(same.array == NDArray(.f32, [4, 6, 8], Self.voxels.asDoubles()))
    #expect(half.array.extents == [2, 3, 4] && half.header.spacing == [4, 6, 8])
    // The first of the larger voxels is centred half an old voxel further along each axis.
    let origin: SIMD3<Double> = [9, 18.5, 32]
    #expect(half.header.affine.origin == origin)
  }

  @Test func `are turned on the way in and back on the way out`() throws {
    let folder = try folder()
    try folder.succeed("run halved.gir -i head.nii.gz -o same=plain.npy")
    try folder.succeed(
      "run halved.gir -i head.nii.gz --orient RAS -o same=turned.npy -o same=same.nii.gz "
        + "-o half=half.nii.gz")
    let (plain, turned) = (try folder.array("plain.npy"), try folder.array("turned.npy"))
    let flipped = (0..<192).map { (n: Int) -> Double in
      let (i, j, k) = (n / 48, n / 8 % 6, n % 8)
      return Double(48 * (3 - i) + 8 * (5 - j) + k)
    }
    #expect(plain.asDoubles() == Self.voxels.asDoubles() && turned.asDoubles() == flipped)
    let same = try folder.volume("same.nii.gz")
    let head = try folder.volume("head.nii.gz")
    #expect(same.array.asDoubles() == Self.voxels.asDoubles())
    #expect(same.header.affine == head.header.affine)
    #expect(try folder.volume("half.nii.gz").header.orientation?.description == "LPS")
    try folder.fail("run halved.gir -i head.nii.gz --orient XYZ -o a.npy", ["orientation 'XYZ'"])
  }

  @Test func `become floats unchanged, scaled, or a mask`() throws {
    let folder = try folder()
    try folder.succeed("run halved.gir -i head.nii.gz,scale=1/100 -o same=m.nii.gz,threshold=0.5")
    let mask = try folder.volume("m.nii.gz")
    #expect(mask.array.elementType == .u8)
    #expect(mask.array.asDoubles() == Self.voxels.asDoubles().map { $0 > 50 ? 1 : 0 })
  }

  @Test func `of several channels get a fourth dimension`() throws {
    let folder = try Workspace([
      "v.gir": "graph @v {\n  %x = input @x : f32[1, 2, 1, 2, 3]\n  output @y = %x\n}\n"
    ])
    try folder.write((0..<12).map { Double($0) }, [2, 1, 2, 3], to: "x.npy")
    try folder.succeed("run v.gir -i x.npy -o y.nii")
    #expect(
      try folder.array("y.nii")
        == NDArray(.f32, [1, 2, 3, 2], [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11]))
  }

  @Test func `run in a batch`() throws {
    let folder = try folder()
    try folder.shell(
      "mkdir scans && cp head.nii.gz scans/b.nii.gz && cp head.nii.gz scans/a.nii.gz")
    let pattern = ["run", "halved.gir", "--input", "scans/*.nii.gz", "--output"]
    try folder.graphc(pattern + ["half=out/deep/"]).check(code: 0, [])
    #expect(
      folder.names.filter { $0.hasPrefix("out/deep/") }
        == ["out/deep/a.nii.gz", "out/deep/b.nii.gz"])
    #expect(try folder.volume("out/deep/b.nii.gz").array.extents == [2, 3, 4])
    try folder.graphc(pattern + ["y.nii"]).check(
      code: 1, ["an input pattern needs one --output that is a folder, such as 'out/'"])
    try folder.graphc(["run", "halved.gir", "-i", "no/*.nii", "-o", "out/"]).check(
      code: 1, ["no file matches 'no/*.nii'"])
  }
}

@Suite struct `a model in Swift` {
  @Test func `is traced again for the extents of a file`() throws {
    let folder = try Workspace(["edges.swift": Models.edges])
    try folder.write((0..<35).map { Double($0) }, [5, 7], to: "x.npy")
    try folder.succeed("run edges.swift -i x.npy -o y.npy")
    #expect(try folder.array("y.npy").extents == [1, 2, 5, 7])
    try folder.succeed("compile edges.swift --shape x=1x1x5x7 -o p.graphc")
    try folder.succeed("run p.graphc -i x.npy -o z.npy")
    #expect(try folder.array("y.npy") == folder.array("z.npy"))
    let run = "run edges.swift -i x.npy -o z2.npy"
    try folder.fail(
      "\(run) --shape x=1x1x8x8", ["input 'x': 'x.npy' has extents [5, 7], expected [1, 1, 8, 8]"])
    try folder.fail("\(run) --shape x=1x1x5", ["input 'x': -shape gives 3 dimensions, expected 4"])
    try folder.fail("\(run) --shape z=1x1x5x7", ["there is no input 'z', expected one of 'x'"])
    try folder.write((0..<70).map { Double($0) }, [2, 5, 7], to: "x.npy")
    try folder.fail(run, ["input 'x': the file has 2 channels [2, 5, 7], expected 1 as in f32[1"])
    try folder.write((0..<35).map { Double($0) }, [1, 1, 1, 5, 7], to: "x.npy")
    try folder.fail(run, ["input 'x': the file has extents [1, 1, 1, 5, 7], expected f32[1, 1, 8"])
  }
}
