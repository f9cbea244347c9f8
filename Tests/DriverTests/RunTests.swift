import NDArrays
import Testing

@Suite struct `run binds inputs and outputs` {
  /// Returns a workspace with two inputs.
  private func folder() throws -> Workspace {
    let folder = try Workspace(["pair.gir": Models.pair])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], to: "x.npy")
    try folder.write([10, 20, 30, 40, 50, 60], [1, 2, 3], to: "s.npy")
    return folder
  }

  @Test(arguments: [
    (
      "--input x.npy --input s.npy --output scaled.npy --output sum.npy", ["scaled.npy", "sum.npy"]
    ),
    ("-i s=s.npy -i x=x.npy -o sum=sum.npy -o scaled=scaled.npy", ["scaled.npy", "sum.npy"]),
    ("-i s=s.npy -i x.npy -o sum=sum.npy", ["sum.npy"]),
    ("--input x.npy --output scaled=scaled.npy", ["scaled.npy"]),
    ("--input x=./x.npy --output scaled=\(#"scaled.npy"#)", ["scaled.npy"]),
  ])
  func `by name or in order, adds leading dimensions and computes what is asked for only`(
    _ bindings: String, _ files: [String]
  ) throws {
    let folder = try folder()
    try folder.succeed("run pair.gir \(bindings)")
    let expected = [
      "scaled.npy": [2.0, 4, 6, 8, 10, 12], "sum.npy": [11, 22, 33, 44, 55, 66],
    ]
    for file in files {
      let array = try folder.array(file)
      #expect(array.asDoubles() == expected[file] && array.extents == [1, 1, 2, 3], "\(file)")
    }
    #expect(folder.names == (files + ["pair.gir", "s.npy", "x.npy"]).sorted())
  }

  @Test func `by names that look like paths and bindings`() throws {
    let text = """
      graph @odd {
        %x = input @"/model/in:0" : f32[2, 3]
        %y = relu(%x) : f32[2, 3]
        output @"/a=b/out" = %y
      }
      """
    let folder = try Workspace(["odd.gir": text])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], to: "x.npy")
    try folder.succeed("run odd.gir -i /model/in:0=x.npy -o /a=b/out=y.npy")
    #expect(try folder.array("y.npy") == folder.array("x.npy"))
  }

  @Test(arguments: [
    ("", ["nothing is asked for; add --output FILE"]),
    ("-o y.npy", ["input 'x' f32[1, 1, 2, 3] is not given; add --input x=FILE"]),
    ("-i x.npy -o sum=y.npy", ["input 's' f32[1, 1, 2, 3] is not given; add --input s=FILE"]),
    ("-i x=x.npy -i x=s.npy -o y.npy", ["'s.npy': input 'x' is given twice"]),
    ("-i z=x.npy -o y.npy", ["the model has no input 'z', expected one of x, s"]),
    ("-i x.npy -o z=y.npy", ["the model has no output 'z', expected one of scaled, sum"]),
    ("-i x.npy -i s.npy -i x.npy -o y.npy", ["'x.npy': the model has only 2 inputs"]),
    (
      "-i x.npy,scale=a -o y.npy", ["'x.npy': scale is 'a', expected a number such as 0.5 or 1/255"]
    ),
    ("-i x.npy,threshold=1 -o y.npy", ["unknown option 'threshold=1', expected one of scale"]),
    ("-i x.npy,luma -o y.npy", ["'x.npy': luma is for .png files"]),
    ("-i x= -o y.npy", ["'x='"]),
    ("-i absent.npy -o y.npy", ["cannot read 'absent.npy': no such file or directory"]),
    ("-i . -o y.npy", ["'.' does not end in a known format"]),
    ("-i x.npy -o y.jpg", ["'y.jpg' does not end in a known format, expected one of .npy"]),
    ("-i x.npy -o no/y.npy", ["cannot write 'no/y.npy': there is no folder 'no'"]),
    ("-i x.npy -o pair.gir/y.npy", ["there is no folder 'pair.gir'"]),
    ("-i x.npy -o /proc/y.npy", ["cannot write '/proc/y.npy'"]),
    (
      "-i x.npy -o y.npy --backend gpu",
      ["unknown backend 'gpu', expected one of native, blas, reference"]
    ),
    (
      "-i x.npy -o y.npy --backend blas --math exact",
      ["--math exact needs --backend native, found blas"]
    ),
    (
      "-i x.npy -o y.npy --backend reference --cpu x86-64-v3",
      ["--cpu x86-64-v3 needs --backend native, found reference"]
    ),
    (
      "-i x.npy -o y.npy --math exact --tune",
      ["--tune chooses among tiles, of which --math exact has none"]
    ),
    ("-i x.npy -o y.npy --threads 0", ["--threads is 0, expected 1 to 1024"]),
    ("-i x.npy -o y.npy --memory much", ["'much' is no size in bytes, expected for example 8GiB"]),
    (
      "-i x.npy -o y.npy --shape x=1x1",
      ["--shape: input 'x' of text IR is fixed to f32[1, 1, 2, 3]"]
    ),
    ("-i x.npy -o y.npy --shape z=1x1", ["--shape: 'pair.gir' has no input 'z'"]),
    ("-i x.npy -o y.npy --shape 1xa", ["--shape is '1xa', expected for example x=1x3x256x256"]),
    ("-i x.npy -o y.npy --shape x=1x1x", ["--shape is 'x=1x1x', expected for example"]),
    ("-i x.npy -o y.npy --map a=b", ["--map renames the tensors of a weights file; add --weights"]),
    ("-i x.npy -o y.npy --time-limit 0", ["--time-limit is 0.0, expected seconds above 0"]),
    ("-i x.npy -o y.npy --weights absent.safetensors", ["cannot read 'absent.safetensors'"]),
  ])
  func `or says what is wrong`(_ bindings: String, _ words: [String]) throws {
    try folder().fail("run pair.gir \(bindings)", words)
  }

  @Test(arguments: [
    ("x [3, 2]", [3, 2], ElementType.f32, "'x.npy' has extents [3, 2], expected [1, 1, 2, 3]"),
    ("x [1, 2, 2, 3]", [1, 2, 2, 3], .f32, "expected [1, 1, 2, 3]"),
    ("x [1, 1, 1, 2, 3]", [1, 1, 1, 2, 3], .f32, "expected [1, 1, 2, 3]"),
  ])
  func `and refuses another shape`(
    _ name: String, _ extents: [Int], _ type: ElementType, _ words: String
  ) throws {
    let folder = try folder()
    let count = extents.reduce(1, *)
    try folder.write([Double](repeating: 1, count: count), extents, type, to: "x.npy")
    try folder.fail("run pair.gir -i x.npy -o y.npy", ["input 'x'", words])
  }

  @Test func `of integers, whose type must be the model's`() throws {
    let folder = try Workspace(["integers.gir": Models.integers])
    try folder.write([1, 2, 3, 4, 5, 70000], [2, 3], .i64, to: "x.npy")
    try folder.succeed("run integers.gir -i x.npy -o y.npy")
    #expect(try folder.array("y.npy") == folder.array("x.npy"))
    try folder.fail(
      "run integers.gir -i x.npy -o y.png", ["output 'y': integers outside of 0…65535"])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], .f32, to: "f.npy")
    try folder.fail(
      "run integers.gir -i f.npy -o y2.npy",
      ["input 'x': 'f.npy' has f32 elements, expected i64"])
    try folder.write([1, 2, 3, 4, 5, 256], [2, 3], .i64, to: "x.npy")
    try folder.succeed("run integers.gir -i x.npy -o y.png")
    let image = try folder.array("y.png")
    #expect(image.elementType == .u16 && image.asDoubles() == [1, 2, 3, 4, 5, 256])
  }

  @Test(arguments: ["npy", "npz", "safetensors", "nii", "nii.gz"])
  func `of files of every kind`(_ kind: String) throws {
    let folder = try Workspace([
      "v.gir": "graph @v {\n  %x = input @x : f32[1, 1, 2, 3, 1]\n  output @y = %x\n}\n"
    ])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3, 1], to: "x.\(kind)")
    try folder.succeed("run v.gir -i x.\(kind) -o y.\(kind)")
    #expect(try folder.array("y.\(kind)").asDoubles() == [1, 2, 3, 4, 5, 6])
  }

  @Test func `of random models by the seed`() throws {
    let folder = try Workspace(["noise.gir": Models.noise])
    func values(_ option: String) throws -> [[Double]] {
      try folder.succeed("run noise.gir \(option) -o weights=w.npy -o random=r.npy")
      return [try folder.array("w.npy").asDoubles(), try folder.array("r.npy").asDoubles()]
    }
    let plain = try values("")
    #expect(try values("--seed 0") == plain)
    let other = try values("--seed 7")
    #expect(try values("--seed 7 --backend reference") == other)
    #expect(other[0] != plain[0] && other[1] != plain[1])
    try folder.succeed("compile noise.gir --seed 7 -o p.graphc")
    try folder.succeed("run p.graphc --seed 7 -o weights=w.npy -o random=r.npy")
    #expect(try folder.array("w.npy").asDoubles() == other[0])
    #expect(try folder.array("r.npy").asDoubles() == other[1])
  }
}

@Suite struct `run loads weights` {
  @Test func `and lists all that are missing, extra or misshaped at once`() throws {
    let folder = try Workspace([
      "net.gir": """
      graph @net {
        %a = parameter @a : f32[2]
        %b = parameter @b : f32[3]
        %x = input @x : f32[2]
        %y = add(%x, %a) : f32[2]
        output @y = %y
        output @b = %b
      }

      """
    ])
    try folder.write([1, 2, 3], [3], to: "w.safetensors")
    try folder.write([1, 2], [2], to: "x.npy")
    let run = "run net.gir -i x.npy -o y=y.npy -o b=b.npy --weights w.safetensors"
    try folder.fail(
      run + " --map x=a",
      [
        "w.safetensors: error: 'a' has extents [3], expected [2]",
        "w.safetensors: error: missing 'b', expected f32[3]",
      ])
    try folder.fail(run, ["missing 'a'", "missing 'b'", "extra 'x' [3], which the model lacks"])
    try folder.fail(run + " --map z.=a.", ["--map: rule 'z.=a.' fits no tensor's name"])
    try folder.fail(run + " --map x", ["--map: rule 'x' is not of the form from=to"])
    try folder.succeed(
      "run net.gir -o b=b.npy --weights w.safetensors --map x=b --backend reference")
    #expect(try folder.array("b.npy").asDoubles() == [1, 2, 3])
  }
}
