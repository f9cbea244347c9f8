import Foundation
import Testing

@Suite struct `building kernels` {
  /// The command that every test runs.
  static let run = "run model.gir --backend native --input x.npy --output c=y.npy"

  /// Returns a workspace with a model and an input, and no kernels.
  private func workspace() throws -> Workspace {
    let folder = try Workspace(["model.gir": `a plan with kernels`.model], hasKernels: false)
    try folder.write((0..<180).map { Double($0 % 17) - 8 }, [1, 2, 9, 10], to: "x.npy")
    return folder
  }

  /// Writes a program that stands for the C compiler, and returns the environment that names it.
  private func compiler(_ lines: String, in folder: Workspace) throws -> [String: String] {
    try folder.write("#!/bin/sh\n\(lines)\n", to: "cc")
    try folder.shell("chmod +x cc")
    return ["GRAPHC_CC": folder["cc"], "REAL_CC": Products.clang()]
  }

  /// What the compiler does, and what its user is told.
  static let failures = [
    ("echo out of order >&2; exit 7", "cc' failed with exit code 7 for kernel gc_"),
    ("echo out of order >&2; exit 7", "\nout of order"),
    ("kill -9 $$", "cc' was killed by signal 9 for kernel gc_"),
    ("exit 0", "cannot read '"),
    (
      "case \"$*\" in *-shared*) echo no room >&2; exit 1;; esac; exec \"$REAL_CC\" \"$@\"",
      "cc' failed with exit code 1 for linking kernels:\nno room"
    ),
    (
      "case \"$*\" in *-shared*) echo nonsense > \"$5\";; *) exec \"$REAL_CC\" \"$@\";; esac",
      "the kernels cannot be loaded: "
    ),
  ]

  @Test(arguments: failures)
  func `fails with what the compiler wrote, leaves nothing, and can be tried again`(
    _ lines: String, _ words: String
  ) throws {
    let folder = try workspace()
    let environment = try compiler(lines, in: folder)
    let before = folder.names
    try folder.graphc(Self.run, environment: environment).check(code: 1, [words], lines)
    #expect(folder.names == before)
    #expect(folder.temporaries == [])
    try folder.succeed(Self.run)
  }

  @Test func `says where a compiler was looked for, and computes with blas without one`() throws {
    let folder = try workspace()
    let outcome = try folder.graphc(Self.run, environment: `a plan with kernels`.bare)
    #expect(outcome.code == 0)
    #expect(
      outcome.error.hasPrefix(
        "warning: no C compiler: 'clang' is neither beside 'swiftc' nor in a folder of PATH; "),
      "\(outcome.error)")
    try folder.graphc("\(Self.run) --cpu native", environment: `a plan with kernels`.bare).check(
      code: 1, ["error: --cpu native: no C compiler: 'clang' is neither"])
    try folder.graphc(Self.run, environment: ["GRAPHC_CC": "/no/cc"]).check(
      code: 1, ["error: GRAPHC_CC is '/no/cc', expected the path of a C compiler"])
  }

  @Test func `fails where the disk is full, and leaves nothing`() throws {
    let folder = try workspace()
    // Beyond the limit a write fails as on a full disk.
    let outcome = try folder.shell("trap '' 25; ulimit -f 2; exec \"$graphc\" \(Self.run)")
    #expect(outcome.code == 1)
    #expect(outcome.error.contains("file too large"), "\(outcome.error)")
    #expect(folder.temporaries == [] && !folder.names.contains("y.npy"))
    try folder.succeed(Self.run)
  }

  @Test(arguments: [
    "echo > $XDG_CACHE_HOME",
    "mkdir -p $XDG_CACHE_HOME/graphc && echo > $XDG_CACHE_HOME/graphc/kernels",
  ])
  func `needs no cache`(_ obstacle: String) throws {
    let folder = try workspace()
    try folder.shell(obstacle).check(code: 0, [])
    try folder.succeed(Self.run)
    try folder.graphc(Self.run, environment: ["XDG_CACHE_HOME": "/proc"]).check(code: 0, [])
  }

  @Test func `replaces entries of the cache that are damaged`() throws {
    let folder = try workspace()
    try folder.succeed(Self.run)
    let expected = try folder.array("y.npy")
    let kernels = "\(folder.cache)/graphc/kernels"
    func entries() throws -> [String: Data] {
      let names = try FileManager.default.contentsOfDirectory(atPath: kernels)
      return try Dictionary(
        uniqueKeysWithValues: names.map {
          ($0, try Data(contentsOf: URL(filePath: "\(kernels)/\($0)")))
        })
    }
    let good = try entries()
    #expect(good.count > 2)
    for damage in ["truncate -s -1", "truncate -s 0", "sed -i 's/ELF/FLE/'"] {
      try folder.shell("\(damage) \(kernels)/*")
      try folder.succeed(Self.run)
      #expect(try folder.array("y.npy") == expected)
      #expect(try entries().keys.sorted() == good.keys.sorted())
      #expect(
        try entries().filter { $0.key.hasPrefix("library") }
          == good.filter { $0.key.hasPrefix("library") })
    }
  }

  @Test func `may be done by several programs at once`() throws {
    let folder = try workspace()
    let compile = "compile model.gir --backend native -o p.graphc"
    let programs = try (0..<3).map { _ in
      try folder.started(Products.graphc, compile.split(separator: " ").map(String.init))
    }
    for program in programs { program.outcome().check(code: 0, []) }
    #expect(folder.temporaries == [])
    let cached = try FileManager.default.contentsOfDirectory(
      atPath: "\(folder.cache)/graphc/kernels")
    #expect(!cached.contains { $0.hasSuffix(".part") })
    #expect(folder.names.filter { $0.hasPrefix("p.") }.count == 5)
    try folder.graphc(
      "run p.graphc --input x.npy --output c=y.npy", environment: `a plan with kernels`.bare
    ).check(code: 0, [])
  }
}

@Suite struct `a file that changes while it is compiled` {
  @Test func `is a model's: it is refused and not kept`() throws {
    let folder = try Workspace([
      "model.swift": """
      import Frontend
      import Glibc

      let file = fopen(#filePath, "a")
      fputs("// \\(getpid())\\n", file)
      fclose(file)

      let model = Model("m") { model in
        model.output("y", model.input("x", [1, 1, 4, 4]).relu())
      }

      """
    ])
    let words = ["error: 'model.swift' changed while it was compiled; compile it again"]
    try folder.fail("compile model.swift", words)
    try folder.fail("compile model.swift", words)
  }

  @Test(arguments: ["touch", "truncate -s 8"])
  func `is one of weights: it is refused`(_ change: String) throws {
    // The weights are larger than a page, which stays in memory.
    let model = `a plan with kernels`.model.replacing("[3, 2, 3, 3]", with: "[64, 2, 3, 3]")
      .replacing("[1, 3, 9, 10]", with: "[1, 64, 9, 10]")
      .replacing("[3, 3, 1, 1]", with: "[64, 64, 1, 1]")
    let folder = try Workspace(["model.gir": model], hasKernels: false)
    try folder.writeTensors([("w", [64, 2, 3, 3]), ("v", [64, 64, 1, 1])], to: "w.safetensors")
    try folder.write(
      "#!/bin/sh\n\(change) \(folder["w.safetensors"])\nexec \"$REAL_CC\" \"$@\"\n", to: "cc")
    try folder.shell("chmod +x cc")
    try folder.graphc(
      "compile model.gir --backend native --weights w.safetensors -o p.graphc",
      environment: ["GRAPHC_CC": folder["cc"], "REAL_CC": Products.clang()]
    ).check(code: 1, ["error: 'w.safetensors' changed while it was read; run it again"])
    #expect(!folder.names.contains { $0.hasPrefix("p.graphc") })
    #expect(folder.temporaries == [])
  }
}
