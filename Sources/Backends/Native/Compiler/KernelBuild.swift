internal import CNative
import Glibc
import HostSystem

/// How kernels become a shared object: each is compiled by itself and kept by its content.
package struct KernelBuild: Sendable {
  /// How much the compiler tries.
  package enum Optimization: String, Sendable {
    /// As much as it can.
    case full = "-O3"
    /// What costs little time.
    case little = "-O1"
  }

  /// What builds.
  let compiler: CCompiler
  /// What for.
  let cpu: TargetCPU
  /// The folder that keeps objects from build to build.
  let cache: KernelCache
  /// How much the compiler tries.
  let optimization: Optimization

  /// The function of a kernel.
  static func symbol(_ code: NativeCode) -> String { "gc_\(Digest(code.source).text)" }

  /// Returns the text of a kernel under its name, to be compiled below the folder of the run time.
  func commented(_ code: NativeCode) -> String {
    let flags = (flags + ["-iquote", ".."]).joined(separator: " ")
    return "// cc -DGC_KERNEL=\(Self.symbol(code)) \(flags)\n\(code.source)"
  }

  /// The files that kernels include, by name.
  static let includes: [(name: String, text: String)] = (0..<Int(gc_source_file_count())).map {
    let file = gc_source_file_at(Int32($0))
    return (String(cString: file.name), String(cString: file.text))
  }

  /// `true` iff a file belongs to the run time of a library, not to kernels alone.
  static func isOfRuntime(_ name: String) -> Bool {
    name.hasSuffix(".c") || name.hasPrefix("graphc_")
  }

  /// Tells what a processor must be able to do.
  private static let features = NativeCode(source: "#include \"processor_features.h\"\n")

  /// The options of each compilation. No contraction: a product and a sum are fused where the code
  /// says so.
  private var flags: [String] {
    // Null pointers are no special case: elements' numbers are counted as addresses from 0.
    ["-std=gnu23", optimization.rawValue, "-ffp-contract=off", "-ffreestanding"]
      + [
        "-fno-delete-null-pointer-checks", "-fno-math-errno", "-fPIC", "-fvisibility=hidden",
        "-Wall", "-Wno-unused-function",
      ]
      + cpu.flags
  }

  /// What an object depends on besides its own text.
  var environment: String {
    let texts = Self.includes.map { "\($0.name)\n\($0.text)" }.joined()
    let target = cpu == .native ? HostProcessor.identity : ""
    return "\(compiler.identity)\n\(flags)\n\(target)\n\(Digest(texts).text)\n"
  }

  /// Returns a shared object with all kernels, from the cache where it is there.
  func sharedObject(_ kernels: [NativeCode]) throws(Diagnostic) -> [UInt8] {
    let texts = kernels.map(\.source).joined(separator: "\n")
    let libraryKey = "library-" + Digest(environment + texts).text
    if let known = cache.lookUp(libraryKey) { return known }
    try compiler.check(cpu)
    let folder = try Interruption.makeFolder("\(Files.temporaryFolder)/graphc-kernels-")
    defer { Interruption.removeFolder(folder) }
    try writeIncludes(to: folder)
    let output = "\(folder)/kernels.so"
    try compiler.run(
      ["-shared", "-nostdlib", "-fuse-ld=lld", "-o", output] + objects(kernels, in: folder),
      for: "linking kernels")
    let bytes = try Files.bytes(output)
    cache.store(bytes, for: libraryKey)
    return bytes
  }

  /// Puts the files that kernels include into a folder.
  func writeIncludes(to folder: String) throws(Diagnostic) {
    for file in Self.includes { try Files.write(file.text.utf8, to: "\(folder)/\(file.name)") }
  }

  /// Puts the object of each kernel, and of the list of processor features, into a folder that has what
  /// they include; returns their paths.
  func objects(_ kernels: [NativeCode], in folder: String) throws(Diagnostic) -> [String] {
    let environment = environment
    let codes = kernels + [Self.features]
    try compile(codes, codes.map { Digest(environment + $0.source).text }, in: folder)
    return codes.indices.map { "\(folder)/\($0).o" }
  }

  private func compile(_ codes: [NativeCode], _ keys: [String], in folder: String)
    throws(Diagnostic)
  {
    var missing: [Int] = []
    for (index, key) in keys.enumerated() {
      if let known = cache.lookUp(key) {
        try Files.write(known, to: "\(folder)/\(index).o")
      } else {
        missing.append(index)
      }
    }
    let failures = FirstFailure()
    let pool = ThreadPool(threads: min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), missing.count))
    let toBuild = missing
    pool.parallel(toBuild.count) { item, _ in
      if failures.first != nil { return }
      let index = toBuild[item]
      do throws(Diagnostic) {
        try compile(codes[index], to: "\(folder)/\(index)", in: folder)
        cache.store(try Files.bytes("\(folder)/\(index).o"), for: keys[index])
      } catch {
        failures.note(error)
      }
    }
    if let failure = failures.first { throw failure }
  }

  private func compile(_ code: NativeCode, to path: String, in folder: String)
    throws(Diagnostic)
  {
    try Files.write(code.source.utf8, to: "\(path).c")
    let symbol = Self.symbol(code)
    try compiler.run(
      flags + ["-iquote", folder, "-DGC_KERNEL=\(symbol)", "-c", "\(path).c", "-o", "\(path).o"],
      for: "kernel \(symbol)")
  }
}
