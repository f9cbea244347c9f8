import Testing

/// A wrong model and what its user is told.
struct WrongModel: Sendable, CustomStringConvertible {
  /// What is wrong.
  let description: String
  /// The text of the model file.
  let text: String
  /// What standard error mentions.
  let words: [String]

  /// A model with lines below `import Frontend`.
  init(_ description: String, _ words: [String], _ lines: String) {
    self.description = description
    self.words = words
    text = "import Frontend\n\(lines)\n"
  }
}

@Suite struct `a wrong model file is told its path and line` {
  /// The models.
  static let models = [
    WrongModel(
      "syntax error", ["m.swift:4:1: error: expected ')' in expression list"],
      """
      let model = Model("m") { model in
        let x = model.input("x", [1, 1, 8, 8]
      }
      """),
    WrongModel(
      "type error",
      [
        "m.swift:4:35: error: cannot convert value of type 'String' to expected argument type 'Int'"
      ],
      """
      let model = Model("m") { model in
        let x = model.input("x", [1, 1, 8, 8])
        model.output("y", x.convolution("many", kernel: 3))
      }
      """),
    WrongModel(
      "several shape errors, of a layer and an operator",
      [
        "m.swift:4:24: error: convolution: C4: a kernel that spans 3 does not fit",
        "m.swift:5:13: error: add: f32[1, 1, 2, 8] and f32[3] do not broadcast",
      ],
      """
      let model = Model("m") { model in
        let x = model.input("x", [1, 1, 2, 8])
        let a = x.convolution(2, kernel: 3, bias: false)
        let b = x + constant([1, 2, 3], [3])
        model.output("a", a.relu())
        model.output("b", b * 2)
      }
      """),
    WrongModel(
      "index out of range", ["m.swift:2:", "error: the model crashed: fatal error: Index out of"],
      """
      func broken(_ i: Int) -> Int { [1, 2][i] }
      let model = Model("m") { model in
        model.output("y", model.input("x", [1, 1, 8, broken(7)]))
      }
      """),
    WrongModel(
      "force unwrap",
      ["m.swift:3:", "error: the model crashed: fatal error: Unexpectedly found nil"],
      """
      let model = Model("m") { model in
        model.output("y", model.input("x", [Int("x")!]))
      }
      """),
    WrongModel(
      "precondition",
      ["m.swift:3:3: error: the model crashed: precondition failed: too few arguments"],
      """
      let model = Model("m") { model in
        precondition(CommandLine.arguments.count > 100, "too few arguments")
      }
      """),
    WrongModel(
      "endless loop",
      [
        "m.swift: error: the model ran longer than 3.0 s without a result; allow more with --time-l"
      ],
      """
      let model = Model("m") { model in
        while true {}
      }
      """),
    WrongModel(
      "endless loop of a program that closed its files",
      ["m.swift: error: the model ran longer than 3.0 s without a result"],
      """
      import Glibc
      for file in 1...9 { close(Int32(file)) }
      while true {}
      """),
    WrongModel(
      "exit code",
      ["m.swift: error: the model ended with exit code 7 before its graph was complete"],
      """
      import Glibc
      let model = Model("m") { model in model.output("y", model.input("x", [1])) }
      _exit(7)
      """),
    WrongModel(
      "no model", ["m.swift: error: the model file creates no model, expected Model(\"name\")"],
      "let x = 1"),
    WrongModel(
      "two models", ["m.swift: error: the model file creates 2 models", "'a'", "'b'"],
      """
      let a = Model("a") { $0.output("y", $0.input("x", [1])) }
      let b = Model("b") { $0.output("y", $0.input("x", [1])) }
      """),
  ]

  @Test(arguments: models)
  func `with the reason, and nothing is cached`(_ model: WrongModel) throws {
    let folder = try Workspace(["m.swift": model.text])
    try folder.fail("compile m.swift --time-limit 3", model.words)
    let entries = try? Workspace.entries(folder.cache)
    #expect(entries ?? [] == [])
  }

  @Test(arguments: [
    ("blocks.swift", "two/blocks.swift:4:12: error: add: f32[1, 2, 6, 6] and f32[1, 1, 8, 8]"),
    ("model.swift", "two/model.swift:3:21: error: cannot find 'blok' in scope"),
  ])
  func `in whichever file of a folder it is`(_ wrong: String, _ words: String) throws {
    let right = wrong == "blocks.swift" ? "a + x" : "a"
    let call = wrong == "model.swift" ? "blok" : "block"
    let folder = try Workspace([
      "two/model.swift": """
      import Frontend
      let model = Model("two") { model in
        model.output("y", \(call)(model.input("x", [1, 1, 8, 8])))
      }

      """,
      "two/blocks.swift": """
      import Frontend
      func block(_ x: Tensor) -> Tensor {
        let a = x.convolution(2, kernel: 3)
        return \(right)
      }

      """,
    ])
    try folder.fail("compile two", [words])
  }

  @Test func `where the compiler is not at hand, or another one built the library`() throws {
    let folder = try Workspace([
      "m.swift": Models.edges,
      "bin/swiftc": """
      #!/bin/sh
      echo "m.swift:1:8: error: module compiled with Swift 6.0 cannot be imported by the Swift 6.3 \
      compiler: Frontend.swiftmodule" >&2
      exit 1
      """,
    ])
    let missing = try folder.graphc(["compile", "m.swift"], environment: ["PATH": folder["none"]])
    missing.check(
      code: 1, ["error: a model in Swift needs 'swiftc', which is in no folder of PATH"])
    try folder.shell("chmod +x bin/swiftc")
    let path = folder["bin"] + ":/usr/bin:/bin"
    let other = try folder.graphc(["compile", "m.swift"], environment: ["PATH": path])
    other.check(
      code: 1,
      [
        "m.swift:1:8: error: module compiled with Swift 6.0",
        "note: the Frontend module was built by another compiler than '\(folder["bin/swiftc"])'",
      ])
  }

  @Test func `where compiling takes too long`() throws {
    let folder = try Workspace([
      "m.swift": Models.edges, "bin/swiftc": "#!/bin/sh\nsleep 100 &\nwait\n",
    ])
    try folder.shell("chmod +x bin/swiftc")
    let outcome = try folder.graphc(
      ["compile", "m.swift", "--time-limit", "0.5"],
      environment: ["PATH": folder["bin"] + ":/usr/bin:/bin"])
    outcome.check(code: 1, ["m.swift: error: compiling the model took longer than 0.5 s"])
    #expect(outcome.seconds < 10)
  }
}
