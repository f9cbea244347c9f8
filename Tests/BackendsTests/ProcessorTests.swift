import Foundation
import NativeBackend
import Passes
import Support
import Testing

/// Kernels for other processors than this one.
@Suite struct `kernels for a processor` {
  /// `true` iff this machine runs code for `x86-64-v3`.
  private static let hasAVX2 =
    (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains(" avx2 ") ?? false
  private static let v3 = TargetCPU(name: "x86-64-v3")

  /// A U-Net in three dimensions whose ops have joined its convolutions.
  private static func network() throws -> Graph {
    try Pipeline([.fuseEpilogues, .eliminateDeadCode]).run(unet([16, 16, 16], widths: [8, 17]))
      .graph
  }

  @Test(.enabled(if: hasAVX2), arguments: 1...4)
  func `of 8 lanes and 16 registers are within the bounds, in the same bits`(_ seed: Int) throws {
    for isTiled in [false, true] {
      let run = try ConvolutionRun(ConvolutionCase(seed: seed, isTiled: isTiled), cpu: Self.v3)
      let result = try run.result()
      if isTiled {
        #expect(try run.error(result) <= 1e-5, "\(run.convolution)")
      } else if let excess = try run.excess(result) {
        Issue.record("\(excess)\n\(run.convolution)")
      }
      var draw = Draw(seed, "mesh")
      let mesh = run.mesh(&draw)
      let layout = run.convolution.otherLayout
      #expect(try run.result(layout, threads: 1) == result, "\(layout): \(run.convolution)")
      #expect(try run.result(layout, on: mesh) == result, "\(mesh): \(run.convolution)")
    }
  }

  @Test(.enabled(if: hasAVX2)) func `run a network of x86-64-v3 as one of this machine`() throws {
    let graph = try Self.network()
    let bindings = Bindings(for: graph, seed: 3)
    let results = try [TargetCPU.native, Self.v3].map { cpu in
      var backend = NativeBackend()
      backend.cpu = cpu
      let specialized = try backend.specialized(graph, threads: 2)
      let session = try backend.compile(Program(specialized), threads: 2)
        .makeSession(parameters: bindings.parameters)
      return try #require(try session.run(bindings.inputs)["logits"])
    }
    #expect(Comparison(results[1], to: results[0]).isWithin(absolute: 0, relative: 1e-5))
  }

  @Test(arguments: [
    ["-march=x86-64-v3"], ["-march=x86-64-v4"],
    ["--target=aarch64-linux-gnu", "-march=armv8.2-a"],
  ])
  func `compile for it without a warning`(_ options: [String]) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/graphc-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let backend = NativeBackend()
    let graph = try backend.specialized(try Self.network(), threads: 2)
    let sources = try backend.sources(of: Program(graph), threads: 2)
    for file in sources.includes {
      try file.text.write(toFile: "\(folder)/\(file.name)", atomically: true, encoding: .utf8)
    }
    var names: [String] = []
    for (index, text) in sources.kernels.enumerated() {
      names.append("\(folder)/\(index).c")
      try text.write(toFile: names[index], atomically: true, encoding: .utf8)
    }
    #expect(names.count > 8)
    let clang = Process()
    clang.executableURL = URL(filePath: try CCompiler.find().path)
    clang.currentDirectoryURL = URL(filePath: folder)
    clang.arguments =
      options + ["-std=gnu23", "-O1", "-ffreestanding", "-Wall", "-Wno-unused-function", "-Werror"]
      + ["-DGC_KERNEL=kernel", "-c"] + names
    try clang.run()
    clang.waitUntilExit()
    #expect(clang.terminationStatus == 0)
  }

  @Test func `that the compiler does not know is named`() throws {
    var backend = NativeBackend()
    backend.cpu = TargetCPU(name: "abacus")
    do {
      _ = try backend.compile(Program(Self.network()), threads: 1)
      Issue.record("compiled for an abacus")
    } catch {
      let text = "\(error)"
      #expect(text.contains("--cpu is 'abacus', expected native, x86-64-v3"), "\(text)")
    }
  }
}
