import Testing

@Suite struct `a wrong file` {
  /// Each verb with a place for a file.
  static let verbs = [
    "compile FILE.gir", "compile FILE.swift", "run FILE.gir -i x.npy -o y.npy",
    "run pair.gir -i FILE.npy -o y.npy", "run pair.gir -i FILE.npz -o y.npy",
    "run pair.gir -i FILE.png -o y.npy", "run pair.gir -i FILE.nii -o y.npy",
    "run pair.gir -i FILE.nii.gz -o y.npy",
    "run pair.gir -i x.npy -o y.npy --weights FILE.safetensors",
    "compare FILE.npy x.npy", "compare x.npy FILE.npy", "opt FILE.gir --passes simplify",
    "bench FILE.gir", "inspect FILE.npy", "inspect FILE.safetensors",
    "inspect FILE.safetensors --match pair.gir", "inspect x.safetensors --match FILE.gir",
  ]

  @Test(arguments: verbs)
  func `is named by every verb, whether absent, a folder, empty or damaged`(_ verb: String) throws {
    let folder = try Workspace(["pair.gir": Models.pair])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], to: "x.npy")
    try folder.write([1], [1], to: "x.safetensors")
    let kind = try #require(verb.split(separator: "FILE")[1].split(separator: " ").first)
    try folder.write("", to: "empty\(kind)")
    try folder.write("\u{93}NUMPY\u{1}\u{0}PK\u{3}{{{", to: "damaged\(kind)")
    try folder.shell("mkdir folder\(kind)")
    for name in ["absent", "folder", "empty", "damaged"] {
      try folder.fail(verb.replacing("FILE", with: name), ["\(name)\(kind)"])
    }
  }

  @Test(arguments: ["npy", "npz", "nii", "nii.gz", "png", "safetensors"])
  func `that was cut short is refused`(_ kind: String) throws {
    let folder = try Workspace()
    try folder.write((0..<64).map { Double($0) }, [1, 8, 8], .u8, to: "x.\(kind)")
    try folder.shell("truncate -s -9 x.\(kind)")
    try folder.fail("inspect x.\(kind)", ["x.\(kind)"])
  }
}

@Suite struct `a place that takes no file` {
  @Test(arguments: ["npy", "npz", "nii", "nii.gz", "png", "safetensors"])
  func `is named where it is full`(_ kind: String) throws {
    let folder = try Workspace([
      "n.gir": """
      graph @n {
        %r = random() {type = {elementType = f32, extents = [3, 200, 200]}, name = r} : f32[3, 200, 200]
        output @y = %r
      }

      """
    ])
    try folder.shell("ln -s /dev/full y.\(kind)")
    try folder.fail(
      "run n.gir -o y.\(kind)", ["cannot write 'y.\(kind)': no space left on device"])
  }

  @Test(arguments: [
    ("run pair.gir -i x.npy -o", "/dev/full", "cannot write '/dev/full': no space left on device"),
    ("run pair.gir -i x.npy -o", "/sys/y.npy", "cannot write '/sys/y.npy': "),
    ("compile pair.gir --emit gir -o", "/dev/full", "cannot write '/dev/full': no space left"),
    ("compile pair.gir --emit gir -o", "no/y.gir", "cannot write 'no/y.gir': no such file or"),
    ("opt pair.gir --passes simplify -o", "/dev/full", "cannot write '/dev/full': no space left"),
    (
      "compile pair.gir -o", "/dev/full", "cannot write plan '/dev/full': something that is no plan"
    ),
    (
      "compile pair.gir -o", "/proc/p", "cannot write plan '/proc/p': cannot make a folder in '/pro"
    ),
    ("compile pair.gir -o", "pair.gir/p", "cannot write plan 'pair.gir/p': cannot make "),
  ])
  func `is named by every verb`(_ command: String, _ place: String, _ words: String) throws {
    let folder = try Workspace(["pair.gir": Models.pair])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], to: "x.npy")
    try folder.fail("\(command) \(place)", ["error: \(words)"])
  }

  @Test(arguments: [
    "list ops", "compile pair.gir", "compile pair.gir --emit traced", "inspect pair.gir",
    "compare x.npy x.npy", "opt pair.gir --passes simplify", "bench pair.gir --runs 1", "doctor",
    "run pair.gir -i x.npy -o /dev/stdout",
  ])
  func `may be standard output`(_ command: String) throws {
    let folder = try Workspace(["pair.gir": Models.pair])
    try folder.write([1, 2, 3, 4, 5, 6], [2, 3], to: "x.npy")
    try folder.shell("exec \"$graphc\" \(command) > /dev/full").check(
      code: 1, ["error: cannot write '/dev/stdout': no space left on device"])
    let closed = try folder.shell("{ \"$graphc\" \(command); echo $? > code; } | true")
    #expect(["0\n", "1\n"].contains(try folder.text("code")), "\(closed.error)")
    #expect(!command.hasPrefix("list") || closed.error == "")
  }

  @Test func `leaves no plan where the disk fills up`() throws {
    let folder = try Workspace([
      "big.gir": "graph @big {\n  %w = parameter @w : f32[9999]\n  output @w = %w\n}\n"
    ])
    // Beyond the limit a write fails as on a full disk.
    let outcome = try folder.shell("trap '' 25; ulimit -f 8; exec \"$graphc\" compile big.gir -o p")
    outcome.check(
      code: 1, ["error: cannot write plan 'p': ", "weights.safetensors': file too large"])
    #expect(folder.names == ["big.gir"])
  }
}
